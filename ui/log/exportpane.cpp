// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/exportpane.h"

#include "models/base/format.h"
#include "models/views/entrydetail.h"
#include "ui/emergency/choicelist.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QCheckBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace astern::ui {
namespace {

using What = EvidenceQuestion::What;

const QString kMoment = QStringLiteral("yyyy-MM-dd HH:mm");
const QString kEnding = QStringLiteral(".astern-evidence.tar");

// In local time, or with an offset.
std::optional<qint64> momentOf(const QString &text)
{
    for (const QString &form : {kMoment, QStringLiteral("yyyy-MM-dd HH:mm:ss")}) {
        const QDateTime moment = QDateTime::fromString(text.trimmed(), form);
        if (moment.isValid())
            return moment.toMSecsSinceEpoch();
    }
    const QDateTime moment = QDateTime::fromString(text.trimmed(), Qt::ISODateWithMs);
    return moment.isValid() ? std::optional(moment.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace

ExportPane::ExportPane(Session &session, QWidget *parent)
    : LogForm(tr("Export evidence"), parent), m_session(session), m_inbox(this)
{
    setObjectName(QStringLiteral("exportPane"));
    m_what = new ChoiceList(content());
    m_what->setObjectName(QStringLiteral("exportWhat"));
    m_what->setAccessibleName(tr("What is exported"));
    add(m_what);
    m_span = new QWidget(content());
    m_from = makeField(tr("From"), "exportFrom", tr("From, e.g. %1").arg(QStringLiteral("2026-11-23 14:00")), m_span);
    m_to = makeField(tr("To, included"), "exportTo", tr("to"), m_span);
    for (QLineEdit *field : {m_from, m_to})
        connect(field, &QLineEdit::textChanged, this, &ExportPane::refresh);
    auto *times = new QHBoxLayout(m_span);
    times->setContentsMargins(0, 0, 0, 0);
    times->addWidget(m_from);
    times->addWidget(m_to);
    add(m_span);
    addHeading(tr("What leaves readable"));
    const auto box = [this](const char *name, const QString &text, const QString &hint) {
        auto *made = new QCheckBox(text, content());
        made->setObjectName(QLatin1String(name));
        made->setToolTip(hint);
        add(made);
        return made;
    };
    m_reasons = box("exportReasons", tr("Reasons that people gave"),
                    tr("Who has the file can read them, and they cannot be erased there"));
    m_names = box("exportNames", tr("Names of people"),
                  tr("Without them entries name people by pseudonyms that only this log can resolve"));
    m_samples = box("exportSamples", tr("Samples behind verdicts"),
                    tr("Every verdict can be computed again from them; they name pods and services"));
    m_configs = box("exportConfigs", tr("Contents of configurations"),
                    tr("What was in the configuration that an operation replaced, and in the one that it brought back; "
                       "as secret as the configurations are"));
    addWords(tr("Everything else that people said stays sealed, and the bundle lists it as withheld. Policies that "
                "verdicts rest on are always with it. The export is recorded before the file is there."));
    addHeading(tr("Where to"));
    m_file = addField(tr("File"), "exportFile");
    m_choose = makeButton(tr("Choose…"), nullptr, QStringLiteral("folder-open"), content());
    m_choose->setObjectName(QStringLiteral("exportChoose"));
    auto *row = new QWidget(content());
    auto *choose = new QHBoxLayout(row);
    choose->setContentsMargins(0, 0, 0, 0);
    choose->addWidget(m_choose);
    choose->addStretch();
    add(row);
    static_cast<QVBoxLayout *>(content()->layout())->addStretch();
    m_export = makeButton(tr("Export"), "primary", QStringLiteral("package"), this);
    m_export->setObjectName(QStringLiteral("exportNow"));
    m_cancel = makeButton(tr("Cancel"), nullptr, {}, this);
    m_cancel->setObjectName(QStringLiteral("exportCancel"));
    m_show = makeButton({}, "quiet", QStringLiteral("arrow-up-right"), this);
    m_show->setObjectName(QStringLiteral("exportShow"));
    for (QPushButton *button : {m_export, m_cancel, m_show})
        foot().addWidget(button);
    foot().addStretch();
    connect(m_what, &ChoiceList::chosen, this, [this](int chosen) {
        m_what->setCurrent(chosen);
        refresh();
    });
    connect(m_file, &QLineEdit::textChanged, this, &ExportPane::refresh);
    connect(m_file, &QLineEdit::returnPressed, this, &ExportPane::press);
    connect(m_choose, &QPushButton::clicked, this, &ExportPane::chooseFile);
    connect(m_export, &QPushButton::clicked, this, &ExportPane::press);
    connect(m_cancel, &QPushButton::clicked, this, &ExportPane::leave);
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT entryRequested(*m_entry);
    });
}

void ExportPane::open(const std::optional<JournalEntry> &chosen, const LogModel &model)
{
    if (m_running)
        return m_cancel->setFocus(Qt::OtherFocusReason);
    m_chosen = chosen;
    m_entry.reset();
    m_sureOf.clear();
    if (m_file->text().isEmpty())
        m_suggested.clear();
    say({});
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_session.nowMs());
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(chosen ? chosen->wallMs : m_session.nowMs());
    m_from->setText(at.date().startOfDay().toString(kMoment));
    m_to->setText(now.toString(kMoment));
    offer(model);
    refresh();
    m_what->setFocus(Qt::OtherFocusReason);
}

void ExportPane::offer(const LogModel &model)
{
    QList<ChoiceList::Choice> choices;
    m_offered.clear();
    m_isSearch.clear();
    const auto add = [&](What what, const QString &title, const QString &detail, const QString &impossible = {},
                         bool search = false) {
        choices.append(
            {.title = title, .detail = detail, .right = {}, .possible = impossible.isEmpty(), .reason = impossible});
        m_offered.append(what);
        m_isSearch.append(search);
    };
    if (m_chosen && !m_chosen->saga.isEmpty())
        add(What::Operation, tr("The operation"), sagaWords(*m_chosen));
    if (m_chosen)
        add(What::Entries, tr("This entry"),
            QStringLiteral("%1, %2").arg(format::entry(qint64(m_chosen->index)), kindWords(m_chosen->kind)));
    if (model.isFiltered()) {
        const auto found = model.found();
        m_found = found.value_or(QList<quint64>());
        add(What::Entries, tr("What the search shows"),
            found ? format::plural(m_found.size(), tr("1 entry"), tr("%1 entries")) : QString(),
            found && !found->isEmpty() ? QString()
            : found                    ? tr("Nothing was found")
                                       : tr("Scroll to its end first, or narrow the search"),
            true);
    }
    add(What::Span, tr("A span of time"), {});
    add(What::Whole, tr("The whole log"),
        format::plural(qint64(m_session.journalState().size), tr("1 entry"), tr("%1 entries")));
    const auto search = m_isSearch.indexOf(true);
    m_what->setChoices(choices, search >= 0 && choices.at(search).possible ? int(search) : 0);
}

EvidenceQuestion::What ExportPane::what() const { return m_offered.value(m_what->current(), What::Whole); }

QString ExportPane::suggestedName() const
{
    QString name = QStringLiteral("astern-");
    if (what() == What::Operation && m_chosen)
        name += sagaWords(*m_chosen);
    else if (what() == What::Whole)
        name += QStringLiteral("log");
    else if (what() == What::Entries && !m_isSearch.value(m_what->current()) && m_chosen)
        name += QStringLiteral("entry-%1").arg(m_chosen->index);
    else
        name += QStringLiteral("entries-") +
                QDateTime::fromMSecsSinceEpoch(m_session.nowMs()).toString(QStringLiteral("yyyyMMdd-HHmm"));
    return QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).filePath(name + kEnding);
}

Result<EvidenceQuestion> ExportPane::question() const
{
    EvidenceQuestion question{.what = what(),
                              .samples = m_samples->isChecked(),
                              .configurations = m_configs->isChecked(),
                              .by = m_session.self().ref};
    question.file = QDir::fromNativeSeparators(m_file->text().trimmed());
    if (m_reasons->isChecked())
        question.openings.append(QStringLiteral("rationale"));
    if (m_names->isChecked())
        question.openings.append(QStringLiteral("actor.name"));
    if (question.what == What::Entries && m_isSearch.value(m_what->current()))
        question.entries = m_found;
    else if (question.what == What::Entries && m_chosen)
        question.entries = {m_chosen->index};
    if (question.what == What::Operation && m_chosen)
        question.operation = m_chosen->saga;
    const auto invalid = [](const QString &words) { return Error{.kind = Error::Kind::Invalid, .message = words}; };
    if (question.what == What::Span) {
        const auto from = momentOf(m_from->text());
        const auto to = momentOf(m_to->text());
        if (!from || !to)
            return invalid(tr("\"%1\" is no time like 2026-11-23 14:00").arg(from ? m_to->text() : m_from->text()));
        if (*from > *to)
            return invalid(tr("The span ends before it begins"));
        question.fromMs = *from;
        question.toMs = *to + 59'999; // the minute that was named is in it
    }
    if (question.file.isEmpty() || QFileInfo(question.file).fileName().isEmpty() || QFileInfo(question.file).isDir())
        return invalid(tr("Name the file that it goes to"));
    return question;
}

void ExportPane::refresh()
{
    if (m_running)
        return;
    m_span->setVisible(what() == What::Span);
    // Until a person names another one; an emptied field is on the way to that.
    if (m_file->text() == m_suggested) {
        m_suggested = QDir::toNativeSeparators(suggestedName());
        m_file->setText(m_suggested);
        m_file->setCursorPosition(int(m_suggested.size())); // its end says what it is
    }
    const Result<EvidenceQuestion> asked = question();
    const bool possible = m_what->choices().value(m_what->current()).possible;
    const QString reason = !m_door       ? tr("Nothing can be exported here: this session has no log of its own.")
                           : !possible   ? m_what->choices().value(m_what->current()).reason
                           : !asked.ok() ? asked.error().message
                                         : QString();
    m_export->setEnabled(reason.isEmpty());
    m_export->setToolTip(reason);
    const bool replaces = asked && !m_sureOf.isEmpty() && m_sureOf == asked->file;
    m_export->setText(replaces ? tr("Replace the file?") : tr("Export"));
    if (!reason.isEmpty())
        say(reason, Tone::WarningText);
    else if (replaces)
        say(tr("%1 is there already. Press again to replace it.").arg(QFileInfo(asked->file).fileName()),
            Tone::WarningText);
    else if (!m_entry)
        say({});
    m_cancel->setText(m_entry ? tr("Close") : tr("Cancel"));
    m_show->setVisible(m_entry.has_value());
}

void ExportPane::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Export evidence"), QFileInfo(m_file->text()).path(),
                                   tr("Evidence (*%1)").arg(kEnding));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QFileInfo(m_file->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_sureOf = QFileInfo::exists(path) ? path : QString(); // the dialog has asked
        m_file->setText(QDir::toNativeSeparators(path));
        if (!m_sureOf.isEmpty())
            m_suggested.clear();
    });
    dialog->open();
}

void ExportPane::press()
{
    const Result<EvidenceQuestion> asked = question();
    if (m_running || !m_export->isEnabled() || !asked)
        return;
    if (QFileInfo::exists(asked->file) && m_sureOf != asked->file) {
        m_sureOf = asked->file;
        m_entry.reset();
        return refresh();
    }
    run();
}

void ExportPane::run()
{
    const Result<EvidenceQuestion> asked = question();
    m_running = true;
    m_entry.reset();
    m_show->hide();
    for (QWidget *widget : {static_cast<QWidget *>(m_what), m_span, static_cast<QWidget *>(m_file),
                            static_cast<QWidget *>(m_choose), static_cast<QWidget *>(m_export)})
        widget->setEnabled(false);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setFocus(Qt::OtherFocusReason);
    say(tr("Gathering the entries…"));
    m_door->run(*asked, m_inbox.wrap([this](quint64 done, quint64 of) {
        if (!m_running)
            return;
        say(of == 0 ? tr("Recording the export, then writing the file…")
                    : tr("Gathering the entries: %1").arg(format::ratio(double(done) / double(of))));
    }),
                m_inbox.wrap([this](const Result<EvidenceWritten> &written) { ended(written); }));
}

void ExportPane::ended(const Result<EvidenceWritten> &written)
{
    m_running = false;
    m_sureOf.clear();
    for (QWidget *widget : {static_cast<QWidget *>(m_what), m_span, static_cast<QWidget *>(m_file),
                            static_cast<QWidget *>(m_choose), static_cast<QWidget *>(m_export)})
        widget->setEnabled(true);
    if (written) {
        m_entry = written->receipt.index;
        m_show->setText(format::entry(qint64(*m_entry)));
        m_show->setAccessibleName(tr("Show entry %1").arg(m_show->text()));
    }
    refresh();
    if (written)
        say(tr("Saved as %1: %2, %3. The export is entry %4.")
                .arg(QDir::toNativeSeparators(written->file),
                     format::plural(written->members, tr("1 file"), tr("%1 files")),
                     format::plural(written->bytes, tr("1 byte"), tr("%1 bytes")), format::entry(qint64(*m_entry))));
    else
        say(written.error().toString(),
            written.error().kind == Error::Kind::Cancelled ? Tone::InkSecondary : Tone::CriticalText);
    (written ? m_show : m_export)->setFocus(Qt::OtherFocusReason);
}

void ExportPane::leave()
{
    if (!m_running)
        return LogForm::leave();
    m_door->cancel();
    say(tr("Cancelling…"));
}

} // namespace astern::ui
