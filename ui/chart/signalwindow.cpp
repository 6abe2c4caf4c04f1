// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/signalwindow.h"

#include "models/base/savewhole.h"
#include "ui/chart/chartexport.h"
#include "ui/chart/curvelegend.h"
#include "ui/chart/curvepen.h"
#include "ui/chart/signalplot.h"
#include "ui/rollout/runslabel.h"
#include "ui/theme/paint.h"
#include "ui/widgets/controls.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QStandardPaths>

#include <algorithm>

namespace astern::ui {
namespace {

constexpr double kPictureRatio = 2;

QPushButton *toggle(const QString &text, const QString &name, QWidget *parent)
{
    QPushButton *button = makeButton(text, nullptr, {}, parent);
    button->setObjectName(name);
    button->setCheckable(true);
    return button;
}

// Text that is not ours in a menu: its ampersands are no shortcuts.
QString plain(QString text) { return text.replace(QLatin1Char('&'), QStringLiteral("&&")); }

} // namespace

SignalWindow::SignalWindow(Session &session, const ChartSubject &subject, QWidget *parent)
    : QWidget(parent, Qt::Window), m_session(session), m_subjects{subject}
{
    setObjectName(QStringLiteral("signalWindow"));
    setAttribute(Qt::WA_DeleteOnClose);
    const Theme &theme = Theme::of(this);
    resize(theme.px(1080), theme.px(640));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildBar(column);
    buildSheet(column);
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("chartSaid"));
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8));
    foot->addWidget(m_said);
    column->addLayout(foot);
    say(tr("Wheel or + − zooms, a drag selects, Shift with a drag or ← → moves, Shift with ← → reads values, Home is "
           "live."),
        false);
    connectPlot();
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &SignalWindow::refresh);
    connect(&session, &Session::changed, this, [this](const QSet<QString> &keys) {
        const bool ours = std::any_of(m_subjects.cbegin(), m_subjects.cend(),
                                      [&](const ChartSubject &shown) { return keys.contains(shown.place); });
        if (ours && isVisible())
            refresh();
    });
    connect(&session, &Session::workspaceChanged, this, &SignalWindow::refresh);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), this), &QShortcut::activated, this,
            [this] { Q_EMIT emergencyRequested(this->subject().place); });
    connect(new QShortcut(QKeySequence(QKeySequence::Close), this), &QShortcut::activated, this, &QWidget::close);
    refresh();
    m_plot->setFocus();
}

void SignalWindow::buildBar(QBoxLayout *column)
{
    const Theme &theme = Theme::of(this);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10));
    bar->setSpacing(theme.px(6));
    const QStringList texts{tr("&5 min"), tr("&15 min"), tr("1 &h"), tr("&All kept")};
    for (int i = 0; i < texts.size(); ++i) {
        QPushButton *button = toggle(texts.at(i), QStringLiteral("length-%1").arg(i), this);
        connect(button, &QPushButton::clicked, this, [this, i] {
            if (kLengths[size_t(i)] == 0)
                m_range.showAll();
            else
                m_range.setLength(kLengths[size_t(i)], kept());
            refresh();
        });
        m_lengths.append(button);
        bar->addWidget(button);
    }
    m_lengths.last()->setToolTip(tr("From the oldest sample that is kept to now"));
    m_live = toggle(tr("&Live"), QStringLiteral("chartLive"), this);
    m_live->setToolTip(tr("Follows the newest sample again (Home)"));
    connect(m_live, &QPushButton::clicked, this, [this] {
        m_range.follow();
        refresh();
    });
    bar->addSpacing(theme.px(10));
    bar->addWidget(m_live);
    m_when = new RunsLabel(this);
    m_when->setObjectName(QStringLiteral("chartWhen"));
    m_when->setOneLine(true);
    bar->addSpacing(theme.px(6));
    bar->addWidget(m_when, 1);
    m_compare = makeButton(tr("&Compare with…"), nullptr, QString(), this);
    m_compare->setObjectName(QStringLiteral("chartCompare"));
    m_compareMenu = new QMenu(m_compare);
    m_compareMenu->setObjectName(QStringLiteral("chartCompareMenu"));
    connect(m_compare, &QPushButton::clicked, this, [this] {
        fillCompareMenu();
        m_compareMenu->popup(m_compare->mapToGlobal(QPoint(0, m_compare->height())));
    });
    bar->addWidget(m_compare);
    auto *save = makeButton(tr("&Export…"), nullptr, QString(), this);
    save->setObjectName(QStringLiteral("chartExport"));
    auto *menu = new QMenu(save);
    menu->setObjectName(QStringLiteral("chartExportMenu"));
    menu->addAction(tr("&Picture (PNG)…"), this, [this] { askWhere(QStringLiteral("png")); });
    menu->addAction(tr("&Samples (CSV)…"), this, [this] { askWhere(QStringLiteral("csv")); });
    connect(save, &QPushButton::clicked, this,
            [save, menu] { menu->popup(save->mapToGlobal(QPoint(0, save->height()))); });
    bar->addWidget(save);
    column->addLayout(bar);
}

// What a picture of the chart shows: everything but the buttons.
void SignalWindow::buildSheet(QBoxLayout *column)
{
    const Theme &theme = Theme::of(this);
    m_sheet = new QWidget(this);
    auto *sheet = new QVBoxLayout(m_sheet);
    sheet->setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(8));
    sheet->setSpacing(theme.px(4));
    auto *head = new QHBoxLayout;
    m_title = new RunsLabel(m_sheet);
    m_title->setOneLine(true);
    m_age = new RunsLabel(m_sheet);
    m_age->setObjectName(QStringLiteral("chartAge"));
    m_age->setOneLine(true);
    m_age->setRightAligned(true);
    head->addWidget(m_title);
    head->addWidget(m_age, 1);
    sheet->addLayout(head);
    m_readout = new RunsLabel(m_sheet);
    m_readout->setObjectName(QStringLiteral("chartReadout"));
    sheet->addWidget(m_readout);
    m_plot = new SignalPlot(m_session.series(), m_sheet);
    sheet->addWidget(m_plot, 1);
    m_legend = new CurveLegend(m_sheet);
    sheet->addWidget(m_legend);
    column->addWidget(m_sheet, 1);
}

void SignalWindow::connectPlot()
{
    connect(m_plot, &SignalPlot::zoomRequested, this, [this](double factor, qint64 atMs) {
        m_range.zoom(factor, atMs, kept());
        refresh();
    });
    connect(m_plot, &SignalPlot::spanRequested, this, [this](const TimeSpan &span) {
        m_range.select(span, kept());
        refresh();
    });
    connect(m_plot, &SignalPlot::panRequested, this, [this](qint64 byMs) {
        m_range.pan(byMs, kept());
        refresh();
    });
    connect(m_plot, &SignalPlot::liveRequested, this, [this] {
        m_range.follow();
        refresh();
    });
    connect(m_plot, &SignalPlot::cursorMoved, this, [this](std::optional<qint64> atMs) {
        m_plot->setCursor(atMs);
        refreshReadout(m_session.nowMs());
    });
    connect(m_plot, &SignalPlot::cursorStepped, this, &SignalWindow::stepCursor);
    connect(m_legend, &CurveLegend::switched, this, [this](int curve, bool shown) {
        const std::pair<ChartSubject, bool> side{m_subjects.at(m_curves.at(curve).subject), m_curves.at(curve).stable};
        m_hidden.removeAll(side);
        if (!shown)
            m_hidden.append(side);
        refresh();
    });
}

TimeSpan SignalWindow::kept() const { return keptOf(m_session.series(), m_curves, m_session.nowMs()); }
TimeSpan SignalWindow::span() const { return m_range.at(kept()); }

// To the sample before or after, of the first line that is shown; from the newest one when there is no cursor yet.
void SignalWindow::stepCursor(int samples)
{
    const qsizetype first = m_shown.indexOf(true);
    const SeriesStore::View view = first < 0 ? SeriesStore::View{} : m_session.series().view(m_curves.at(first).id);
    if (view.isEmpty())
        return;
    const TimeSpan shown = span();
    const std::optional<qint64> cursor = m_plot->cursor();
    qsizetype at = view.firstNotBefore(cursor ? *cursor : shown.toMs);
    const bool onSample = cursor && at < view.size() && view.at(at).atMs == *cursor;
    // Between two samples the one after is a whole step already.
    at += samples > 0 && cursor && !onSample ? samples - 1 : samples;
    const qint64 atMs = view.at(std::clamp<qsizetype>(at, 0, view.size() - 1)).atMs;
    if (atMs < shown.fromMs || atMs > shown.toMs)
        m_range.pan(atMs < shown.fromMs ? atMs - shown.fromMs : atMs - shown.toMs, kept());
    m_plot->setCursor(atMs);
    refresh();
}

void SignalWindow::compare(const ChartSubject &subject, bool on)
{
    const qsizetype at = m_subjects.indexOf(subject);
    if (on && at < 0 && m_subjects.size() < kMostSubjects)
        m_subjects.append(subject);
    else if (!on && at > 0)
        m_subjects.removeAt(at);
    refresh();
}

void SignalWindow::fillCompareMenu()
{
    m_compareMenu->clear();
    const auto add = [this](const QString &heading, const QList<Comparison> &choices) {
        if (choices.isEmpty())
            return;
        m_compareMenu->addSection(heading);
        for (const Comparison &choice : choices) {
            QAction *action = m_compareMenu->addAction(plain(choice.text));
            action->setCheckable(true);
            action->setChecked(m_subjects.contains(choice.subject));
            action->setEnabled(action->isChecked() || m_subjects.size() < kMostSubjects);
            connect(action, &QAction::toggled, this, [this, choice](bool on) { compare(choice.subject, on); });
        }
    };
    add(tr("Other signals here"), otherSignals(m_session, subject()));
    add(tr("The same signal at"), otherPlaces(m_session, subject()));
    if (m_compareMenu->isEmpty())
        m_compareMenu->addAction(tr("There is nothing to compare it with"))->setEnabled(false);
}

QImage SignalWindow::picture(double devicePixelRatio) const
{
    QImage image((QSizeF(m_sheet->size()) * devicePixelRatio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Theme::of(this).colour(Tone::BgSurface));
    m_plot->setBare(true);
    m_sheet->render(&image, {}, {}, QWidget::DrawChildren);
    m_plot->setBare(false);
    return image;
}

QByteArray SignalWindow::csv() const { return chartCsv(m_session, m_curves, m_shown, span()); }

// Never in the way: the dialog belongs to this window, and the cockpit behind it stays usable.
void SignalWindow::askWhere(const QString &ending)
{
    const QString name = chartFileName(subject(), m_session.nowMs(), ending);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const bool picture = ending == QLatin1String("png");
    auto *dialog = new QFileDialog(this, picture ? tr("Export a picture") : tr("Export the samples"), folder,
                                   picture ? tr("Picture (*.png)") : tr("Comma-separated values (*.csv)"));
    dialog->setObjectName(QStringLiteral("chartExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, &SignalWindow::exportTo);
    dialog->open();
}

void SignalWindow::exportTo(const QString &path)
{
    const bool asPicture = path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
    const Result<QByteArray> bytes = asPicture ? pngBytes(picture(kPictureRatio)) : Result<QByteArray>(csv());
    const Result<Ok> saved = bytes ? saveWhole(path, *bytes) : Result<Ok>(bytes.error());
    if (saved)
        say(tr("Saved as %1").arg(QDir::toNativeSeparators(path)), false);
    else
        say(saved.error().toString(), true);
}

void SignalWindow::say(const QString &text, bool isError)
{
    m_said->setRuns({{text, isError ? Tone::CriticalText : Tone::InkTertiary, TextStyle::Caption}});
}

QString SignalWindow::said() const { return m_said->plainText(); }

void SignalWindow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).colour(Tone::BgSurface));
}

void SignalWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

// Who closes it goes on where it was opened, whatever the window manager thinks.
void SignalWindow::closeEvent(QCloseEvent *event)
{
    if (isActiveWindow() && parentWidget())
        parentWidget()->activateWindow();
    QWidget::closeEvent(event);
}

// A window that nobody sees costs nothing.
void SignalWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_tick.start();
}

void SignalWindow::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

} // namespace astern::ui
