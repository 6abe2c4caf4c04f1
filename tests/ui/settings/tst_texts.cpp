// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/clocks.h"
#include "tests/support/fakesecrets.h"
#include "tests/support/shop.h"
#include "ui/board/boardpage.h"
#include "ui/emergency/choicelist.h"
#include "ui/emergency/emergencysheet.h"
#include "ui/rollout/rolloutpage.h"
#include "ui/rollout/runslabel.h"
#include "ui/settings/language.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/controls.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTest>
#include <QTranslator>

using namespace astern;

namespace {

// Marks every text that can be translated; what is without a mark on a screen never was one.
class Marking final : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *, const char *source, const char *, int n) const override
    {
        QString text = QString::fromUtf8(source);
        if (n >= 0)
            text.replace(QStringLiteral("%n"), QString::number(n));
        return QChar(0x27e6) + text + QChar(0x27e7);
    }
};

// What stands outside of every mark.
QString unmarked(const QString &text)
{
    QString rest;
    int depth = 0;
    for (const QChar c : text) {
        depth += c == QChar(0x27e6) ? 1 : 0;
        if (depth == 0)
            rest += c;
        depth -= c == QChar(0x27e7) && depth > 0 ? 1 : 0;
    }
    return rest;
}

} // namespace

// Every text of the main screens can be translated, and the German ones come where they should.
class TextsTest : public QObject {
    Q_OBJECT
public:
    explicit TextsTest(ui::Theme &theme) : m_theme(theme) {}

private:
    ui::Theme &m_theme;
    QSet<QString> m_data; // words that come from the workspace and the backends

    void know(const QString &text)
    {
        static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
        for (auto it = word.globalMatch(text); it.hasNext();)
            m_data.insert(it.next().captured());
    }
    [[nodiscard]] QStringList strangeWords(const QString &text) const
    {
        static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
        QStringList strange;
        for (auto it = word.globalMatch(unmarked(text)); it.hasNext();) {
            const QString found = it.next().captured();
            if (!m_data.contains(found))
                strange.append(found);
        }
        return strange;
    }

private Q_SLOTS:
    void everyTextCanBeTranslated();
    void germanIsSpoken();
};

namespace {

// Everything that a widget says, to eyes and to ears.
QStringList textsOf(const QWidget &widget)
{
    QStringList texts{widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()};
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        texts.append(button->text());
    if (const auto *label = dynamic_cast<const ui::RunsLabel *>(&widget))
        texts.append(label->plainText());
    if (const auto *line = qobject_cast<const QLineEdit *>(&widget))
        texts.append(line->placeholderText());
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(&widget))
        texts.append(edit->placeholderText());
    if (const auto *tabs = qobject_cast<const QTabBar *>(&widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            texts.append(tabs->tabText(i));
    }
    if (const auto *choices = qobject_cast<const ui::ChoiceList *>(&widget)) {
        for (const ui::ChoiceList::Choice &choice : choices->choices())
            texts << choice.title << choice.detail << choice.right << choice.reason;
    }
    if (const auto *box = qobject_cast<const QComboBox *>(&widget);
        box && box->objectName() != QLatin1String("languages")) {
        for (int i = 0; i < box->count(); ++i)
            texts.append(box->itemText(i));
    }
    const auto *view = qobject_cast<const QAbstractItemView *>(&widget);
    const QAbstractItemModel *model = view ? view->model() : nullptr;
    for (int row = 0; model && row < model->rowCount(); ++row) {
        for (int column = 0; column < model->columnCount(); ++column) {
            const QModelIndex index = model->index(row, column);
            for (const int role : {int(Qt::DisplayRole), int(Qt::AccessibleTextRole), int(Qt::ToolTipRole)})
                texts.append(index.data(role).toString());
        }
    }
    for (int column = 0; model && column < model->columnCount(); ++column)
        texts.append(model->headerData(column, Qt::Horizontal).toString());
    return texts;
}

} // namespace

void TextsTest::everyTextCanBeTranslated()
{
    Marking marking;
    QCoreApplication::installTranslator(&marking);
    m_theme.setReducedMotion(true);
    SteppedClock clock{samples::kNow};
    FakeAuthority authority;
    FakeJournal journal;
    FakeSecrets secrets;
    Workspace workspace = shop::workspace();
    workspace.folder = QStringLiteral("/srv/shop");
    workspace.backends[0].bearer = {QStringLiteral("${keychain:eu.token}")};
    for (const ServiceConfig &service : workspace.services) {
        know(service.id + QLatin1Char(' ') + service.owner);
        for (const SignalSpec &spec : service.signalSpecs)
            know(spec.title + QLatin1Char(' ') + spec.unit);
    }
    // Names, units and things that are called the same in every language.
    for (const char *word : {"argo", "prom", "staging", "prod", "shop", "astern", "yaml", "srv", "token", "Esc", "Ctrl",
                             "Shift", "req", "min", "sha", "registry", "example"})
        know(QLatin1String(word));
    Session session(workspace,
                    {.clock = &clock,
                     .authority = &authority,
                     .journal = &journal,
                     .testConnection = [](const QString &, const ConnectionTest::Told &) { return quint64(1); },
                     .secrets = &secrets});
    ui::MainWindow window(session, m_theme);
    window.resize(1440, 900);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    shop::open(session);
    const QString checkout = QStringLiteral("checkout@prod/eu-1");
    QTRY_COMPARE(window.board().worst(), checkout);
    QMap<QString, QString> strange; // text → who says it
    int seen = 0;
    // The filter's grammar and the names of a manifest's fields are the same in every language.
    const QSet<QString> grammar{QStringLiteral("service:checkout state:over"),
                                QStringLiteral("service:checkout env:prod"),
                                QStringLiteral("since:14:00 kind:rollback service:checkout"),
                                QStringLiteral("app image"), QStringLiteral("/version")};
    const auto look = [&](const char *screen) {
        QTest::qWait(250); // coalesced updates
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            if (!widget->isVisible())
                continue;
            for (const QString &text : textsOf(*widget)) {
                seen += text.isEmpty() ? 0 : 1;
                if (!grammar.contains(text) && !strangeWords(text).isEmpty())
                    strange.insert(text,
                                   QStringLiteral("%1, %2 %3: %4")
                                       .arg(QLatin1String(screen), QLatin1String(widget->metaObject()->className()),
                                            widget->objectName(), strangeWords(text).join(QLatin1Char(' '))));
            }
        }
    };
    look("board");
    window.openRollout(checkout);
    look("rollout");
    window.showPage(ui::MainWindow::LogScreen);
    look("log");
    for (int section = 0; section < 5; ++section) {
        window.openSettings(section);
        look("settings");
    }
    window.openEmergency(checkout);
    look("emergency");
    window.emergency().openForSeveral({checkout, QStringLiteral("checkout@prod/us-1")});
    look("several");
    QCoreApplication::removeTranslator(&marking);
    QVERIFY(seen > 300);
    for (auto it = strange.cbegin(); it != strange.cend(); ++it)
        qWarning().noquote() << it.value() << "|" << it.key();
    QVERIFY2(strange.isEmpty(), qPrintable(QStringLiteral("%1 texts cannot be translated").arg(strange.size())));
}

void TextsTest::germanIsSpoken()
{
    QCOMPARE(ui::installLanguage(*QCoreApplication::instance(), QStringLiteral("de")), QStringLiteral("de"));
    SteppedClock clock{samples::kNow};
    FakeAuthority authority;
    FakeJournal journal;
    Session session(shop::workspace(), {.clock = &clock, .authority = &authority, .journal = &journal});
    ui::MainWindow window(session, m_theme);
    QVERIFY(window.findChild<QAbstractButton *>(QStringLiteral("emergencyButton"))
                ->text()
                .contains(QStringLiteral("Notfall")));
    // The words of free functions, too.
    QCOMPARE(QCoreApplication::translate("EmergencySheet", "As a precaution"), QStringLiteral("Vorsichtshalber"));
    QCOMPARE(QCoreApplication::translate("astern::ConnectionModel", "to look at: %1 of %2").arg(3).arg(9),
             QStringLiteral("anzusehen: 3 von 9"));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    ui::Theme theme;
    theme.install(application);
    TextsTest test(theme);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_texts.moc"
