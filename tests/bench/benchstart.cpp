// SPDX-License-Identifier: GPL-3.0-or-later
// P12: how long the shipped program takes until its window stands, and what it costs in memory, against the least that
// a Qt program can be and against a browser that shows four graphs.
#include "browser.h"
#include "child.h"
#include "companyhost.h"
#include "longjournal.h"

#include "tests/support/realmetrics.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QUrlQuery>

#include <cmath>

namespace astern::bench {
namespace {

constexpr int kServices = 24;
constexpr int kSettleMs = 1000; // before memory is looked at
constexpr int kFewEntries = 1000;

int longest(Scale scale) { return scale == Scale::Smoke ? kFewEntries : longEntries(scale); }

QString beside(const char *program)
{
    return QDir(QCoreApplication::applicationDirPath()).filePath(QLatin1String(program));
}

// The data folders of a cockpit, made once for all parts.
class Journals {
public:
    QString folder(int entries)
    {
        if (!m_folder)
            m_folder = std::make_unique<Folder>();
        const QString path = m_folder->file(QString::number(entries));
        if (!QDir(path).exists()) {
            QDir().mkpath(path);
            makeLongJournal(path, entries);
        }
        return path;
    }

private:
    std::unique_ptr<Folder> m_folder;
};

struct Measured {
    double ms = 0;
    double mib = 0;
};

// The shipped program on a company with an hour of history, and a log of so many entries.
class Cockpit {
public:
    Cockpit() : m_company(kServices), m_workspace(m_company.writeWorkspace()) { m_company.table().past = true; }

    // nullopt: what went wrong is in `wrong`.
    [[nodiscard]] std::optional<Measured> start(const QString &data, int entries, QString &wrong)
    {
        const auto answers = m_company.table().answers.load();
        Child child;
        child.start(beside("astern"), {QStringLiteral("--workspace"), m_workspace, QStringLiteral("--data"), data,
                                       QStringLiteral("--theme"), QStringLiteral("light"), QStringLiteral("--language"),
                                       QStringLiteral("en")});
        const auto ms = child.untilItSays("painted");
        if (!ms || m_company.table().answers == answers) {
            wrong = QStringLiteral("astern did not paint what the company told it: ") + child.lastSaid();
            return std::nullopt;
        }
        if (!child.said().contains("board " + QByteArray::number(kServices) + '\n') ||
            !child.said().contains("/eu-1 4\n"))
            wrong = QStringLiteral("not every place, or not four charts: ") + child.lastSaid();
        if (!child.said().contains("log " + QByteArray::number(entries) + '\n'))
            wrong = QStringLiteral("the log of %1 entries was not the one that was opened: ").arg(entries) +
                    child.lastSaid();
        turn(kSettleMs);
        return Measured{*ms, child.pssMiB()};
    }

private:
    CompanyHost m_company;
    QString m_workspace;
};

std::optional<Measured> startBare(QString &wrong)
{
    Child child;
    child.start(beside("astern_bench_bare"), {});
    const auto ms = child.untilItSays("painted");
    if (!ms) {
        wrong = QStringLiteral("the bare window was not painted: ") + child.lastSaid();
        return std::nullopt;
    }
    turn(kSettleMs);
    return Measured{*ms, child.pssMiB()};
}

// Prometheus with an hour of samples, and its own page with four graphs of them in a browser.
class Graphs {
public:
    Graphs() : m_prometheus({})
    {
        m_wrong = m_prometheus.load(pastHour());
        if (m_wrong.isEmpty())
            m_wrong = m_prometheus.start();
        // The first start makes the profile. What is measured is a browser that was used before.
        if (m_wrong.isEmpty())
            (void)start(m_wrong);
    }
    [[nodiscard]] QString wrong() const { return m_wrong; }

    [[nodiscard]] std::optional<Measured> start(QString &wrong)
    {
        Browser browser;
        const auto ms = browser.show(page(), m_folder.file(QStringLiteral("profile")),
                                     // Each graph has its curves; what each of them draws is looked at in prove().
                                     QStringLiteral("[...document.querySelectorAll('.graph_area')].filter(graph => "
                                                    "graph.querySelector('svg path.path[d]')).length === 4"));
        if (!ms) {
            wrong = QStringLiteral("the browser did not draw four graphs");
            return std::nullopt;
        }
        const int points = browser
                               .evaluate(QStringLiteral("Math.min(...[...document.querySelectorAll('svg path.path[d]')]"
                                                        ".map(path => path.getAttribute('d').split('L').length))"))
                               .toInt();
        if (points < 100)
            wrong = QStringLiteral("a curve of the browser has %1 points").arg(points);
        turn(kSettleMs);
        return Measured{*ms, browser.pssMiB()};
    }

private:
    // Four metrics of two versions, a sample every ten seconds.
    static QByteArray pastHour()
    {
        QByteArray text;
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        for (const char *metric : kMetrics) {
            text += "# TYPE " + QByteArray(metric) + " gauge\n";
            for (const char *version : {"stable", "canary"}) {
                for (qint64 at = now - 3900; at <= now; at += 10)
                    text += QByteArray(metric) + "{version=\"" + version + "\"} " +
                            QByteArray::number(10 + std::sin(double(at) / 300) + double(at * 7919 % 1000) / 1000) +
                            ' ' + QByteArray::number(at) + '\n';
            }
        }
        return text + "# EOF\n";
    }

    [[nodiscard]] QUrl page() const
    {
        QUrl url = m_prometheus.url();
        url.setPath(QStringLiteral("/classic/graph"));
        QUrlQuery query;
        for (int i = 0; i < 4; ++i) {
            const QString graph = QStringLiteral("g%1.").arg(i);
            query.addQueryItem(graph + QStringLiteral("expr"), QLatin1String(kMetrics[i]));
            query.addQueryItem(graph + QStringLiteral("tab"), QStringLiteral("0"));
            query.addQueryItem(graph + QStringLiteral("range_input"), QStringLiteral("1h"));
        }
        url.setQuery(query);
        return url;
    }

    static constexpr const char *kMetrics[] = {"errors", "duration", "orders", "heap"};
    Folder m_folder;
    test::RealPrometheus m_prometheus;
    QString m_wrong;
};

enum class Figure { Time, Memory };

class StartWork final : public Work {
public:
    StartWork(Scale scale, Figure figure, bool browser, std::shared_ptr<Journals> journals)
        : m_scale(scale), m_figure(figure), m_journals(std::move(journals))
    {
        if (browser) {
            m_graphs = std::make_unique<Graphs>();
            m_wrong = m_graphs->wrong();
        }
        // What lies on the disk is in the cache from now on, for all of them.
        for (qsizetype size = 0; size < 2; ++size)
            (void)ours(size);
        if (!browser)
            (void)startBare(m_wrong);
    }

    Round round(qsizetype size) override
    {
        Round round;
        const auto mine = ours(size);
        const auto other = m_graphs ? m_graphs->start(m_wrong) : startBare(m_wrong);
        round.ours.append(mine ? figure(*mine) : 0);
        round.anchor.append(other ? figure(*other) : 0);
        return round;
    }

    QString prove() override { return m_wrong; }

    // Its code and libraries, loaded and made ready to run.
    std::optional<Floor> floor() override
    {
        if (m_figure != Figure::Time || m_graphs)
            return std::nullopt;
        QList<double> all;
        for (int i = 0; i < 9; ++i) {
            Child child;
            child.start(beside("astern"), {QStringLiteral("--version")});
            if (const auto ms = child.untilItSays(ASTERN_VERSION))
                all.append(*ms);
        }
        if (all.isEmpty())
            return std::nullopt;
        return Floor{QStringLiteral("the same program says its version and does nothing else"), median(all)};
    }

private:
    std::optional<Measured> ours(qsizetype size)
    {
        const int entries = size == 0 ? kFewEntries : longest(m_scale);
        return m_cockpit.start(m_journals->folder(entries), entries, m_wrong);
    }
    [[nodiscard]] double figure(const Measured &measured) const
    {
        return m_figure == Figure::Time ? measured.ms : measured.mib;
    }

    Scale m_scale;
    Figure m_figure;
    std::shared_ptr<Journals> m_journals;
    Cockpit m_cockpit;
    std::unique_ptr<Graphs> m_graphs;
    QString m_wrong;
};

} // namespace

void addStart(Suite &suite)
{
    const auto journals = std::make_shared<Journals>();
    const auto add = [&](const char *id, Figure figure, bool browser, double target) {
        Bench bench{.id = QLatin1String(id)};
        bench.what = figure == Figure::Time ? QStringLiteral("start, from exec until every pane is painted")
                                            : QStringLiteral("memory (PSS) once it stands");
        bench.against = browser ? QStringLiteral("Chromium with four graphs of Prometheus's own page")
                                : QStringLiteral("a bare Qt window");
        bench.unit = figure == Figure::Time ? QStringLiteral("ms") : QStringLiteral("MiB");
        bench.target = target;
        bench.faster = browser && figure == Figure::Time;
        bench.sizes = {QStringLiteral("a log of 1 000 entries"),
                       QStringLiteral("a log of 100 000 entries; --long: 1 000 000; --large: 10 000 000")};
        bench.rounds = browser ? 7 : 9;
        if (browser)
            bench.lacks = [] { return Browser::program().isEmpty() ? QStringLiteral("no chromium") : QString(); };
        bench.make = [=](Scale scale) { return std::make_unique<StartWork>(scale, figure, browser, journals); };
        suite.add(std::move(bench));
    };
    add("P12a", Figure::Time, false, 3);
    add("P12b", Figure::Time, true, 8);
    add("P12c", Figure::Memory, false, 2.5);
    add("P12d", Figure::Memory, true, 1.0 / 6);
}

} // namespace astern::bench
