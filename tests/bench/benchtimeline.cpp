// SPDX-License-Identifier: GPL-3.0-or-later
// P8: the log and the timeline of a year of decisions: jump anywhere, filter, zoom from a year to a minute.
#include "bench.h"
#include "longjournal.h"

#include "connectors/local/filekeystore.h"
#include "models/journal/localjournal.h"
#include "tests/support/clocks.h"
#include "tests/support/shop.h"
#include "ui/log/entrylist.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QDir>
#include <QWheelEvent>

#include <future>
#include <random>

namespace astern::bench {
namespace {

constexpr qint64 kYear = 365 * 86'400'000LL;
constexpr int kJumps = 40;
constexpr int kQuestions = 20;

template <class T, class F>
Result<T> await(F ask)
{
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    ask([promise](Result<T> answer) { promise->set_value(std::move(answer)); });
    return future.get();
}

// A journal of a year, made once for all parts and read by its owner as a cockpit does.
class Year {
public:
    explicit Year(Scale scale) : m_entries(longEntries(scale))
    {
        const QString folder = m_folder.file(QStringLiteral("data"));
        QDir().mkpath(folder);
        m_clock = std::make_shared<SteppedClock>(makeLongJournal(folder, m_entries, kYear));
        auto lock = JournalLock::tryTake(folder + QStringLiteral("/journal"));
        if (!lock || !*lock)
            qFatal("the journal of the bench is taken");
        m_journal =
            std::make_unique<LocalJournal>(LocalJournalOptions{.folder = folder + QStringLiteral("/journal"),
                                                               .markFile = folder + QStringLiteral("/journal.mark"),
                                                               .keys = std::make_shared<connectors::FileKeyStore>(
                                                                   folder + QStringLiteral("/journal.keys")),
                                                               .clock = m_clock,
                                                               .checkAfterMs = -1}, // not in the middle of it
                                           std::move(*lock.value()));
        m_session = std::make_unique<Session>(shop::workspace(),
                                              Session::Doors{.clock = m_clock.get(), .journal = m_journal.get()});
        const auto state = await<JournalState>([this](auto done) { m_journal->state(std::move(done)); });
        if (!state || state->state != JournalState::State::Open)
            qFatal("the journal of the bench does not open");
        m_size = state->size;
        m_session->setJournalState(*state);
        // What is counted and indexed for search once, not each time.
        (void)await<QList<JournalEntry>>([this](auto done) {
            m_journal->entries({.limit = 1, .text = QStringLiteral("svc-0001")}, std::move(done));
        });
    }
    [[nodiscard]] Session &session() { return *m_session; }
    [[nodiscard]] Journal &journal() { return *m_journal; }
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] qint64 nowMs() const { return m_clock->wallMs(); }

private:
    Folder m_folder;
    int m_entries;
    std::shared_ptr<SteppedClock> m_clock;
    std::unique_ptr<LocalJournal> m_journal;
    std::unique_ptr<Session> m_session;
    quint64 m_size = 0;
};

// One for all three parts: it takes minutes to make.
std::shared_ptr<Year> yearOf(Scale scale)
{
    static std::weak_ptr<Year> kept;
    std::shared_ptr<Year> year = kept.lock();
    if (!year) {
        year = std::make_shared<Year>(scale);
        kept = year;
    }
    return year;
}

template <class F>
void turnUntil(F done)
{
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

QList<JournalEntry> ask(Year &year, const JournalQuery &query)
{
    const auto answer = await<QList<JournalEntry>>([&](auto done) { year.journal().entries(query, std::move(done)); });
    return answer ? *answer : QList<JournalEntry>();
}

// From the key to the picture with the entries in it.
class JumpWork final : public Work {
public:
    explicit JumpWork(Scale scale)
        : m_year(yearOf(scale)), m_model(m_year->session()), m_list(m_year->session(), m_model)
    {
        m_list.resize(1000, 800);
        m_list.show();
        turnUntil([this] { return m_model.rowAt(0) != nullptr; });
    }
    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < kJumps; ++i) {
            const quint64 to = std::uniform_int_distribution<quint64>(0, m_year->size() - 1)(m_random);
            round.ours.append(microseconds([&] {
                                  m_list.chooseEntry(to);
                                  m_model.need(m_list.firstRow(), m_list.firstRow() + m_list.rowsInSight());
                                  turnUntil([&] { return m_model.rowAt(m_list.currentRow()) != nullptr; });
                                  m_list.viewport()->repaint();
                              }) /
                              1000);
            const quint64 page = std::uniform_int_distribution<quint64>(LogModel::kPage, m_year->size())(m_random);
            round.anchor.append(microseconds([&] { (void)ask(*m_year, {.before = page, .limit = LogModel::kPage}); }) /
                                1000);
        }
        return round;
    }
    QString prove() override
    {
        for (const quint64 index : {quint64(0), m_year->size() / 3, m_year->size() - 1}) {
            m_list.chooseEntry(index);
            turnUntil([&] { return m_model.rowAt(m_list.currentRow()) != nullptr; });
            if (m_model.rowAt(m_list.currentRow())->entry.index != index)
                return QStringLiteral("entry %1 is not where it was jumped to").arg(index);
        }
        return m_model.pagesKept() <= 64 ? QString() : QStringLiteral("pages are kept without end");
    }

private:
    std::shared_ptr<Year> m_year;
    LogModel m_model;
    ui::EntryList m_list;
    std::mt19937_64 m_random{8};
};

// The first fifty entries of a filter, as the journal finds them, against looking at them one by one.
class FilterWork final : public Work {
public:
    explicit FilterWork(Scale scale) : m_year(yearOf(scale)) {}
    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < kQuestions; ++i) {
            const QString service = QStringLiteral("svc-%1").arg(m_next++ % 24, 4, 10, QLatin1Char('0'));
            round.ours.append(microseconds([&] {
                                  (void)ask(*m_year,
                                            {.limit = 50, .service = service, .kinds = {QStringLiteral("rollback.")}});
                              }) /
                              1000);
        }
        round.anchor.append(microseconds([&] { (void)scan(QStringLiteral("svc-0023"), 50); }) / 1000);
        return round;
    }
    QString prove() override
    {
        const QString service = QStringLiteral("svc-0007");
        QList<quint64> found;
        for (const JournalEntry &entry : ask(*m_year, {.limit = 50, .service = service}))
            found.append(entry.index);
        return found == scan(service, 50) ? QString() : QStringLiteral("the filter and a scan find other entries");
    }

private:
    // Every page from the newest on, until fifty are found.
    QList<quint64> scan(const QString &service, int most)
    {
        QList<quint64> found;
        quint64 before = 0;
        while (found.size() < most) {
            const QList<JournalEntry> page = ask(*m_year, {.before = before, .limit = 500});
            for (const JournalEntry &entry : page) {
                if (entry.payload.value(QLatin1String("subject"))
                        .toObject()
                        .value(QLatin1String("service"))
                        .toString() == service)
                    found.append(entry.index);
            }
            if (page.isEmpty() || page.constLast().index == 0)
                break;
            before = page.constLast().index;
        }
        return found.mid(0, most);
    }
    std::shared_ptr<Year> m_year;
    int m_next = 0;
};

// The first fifty entries that have a word, wherever it is: in every entry, in one of twenty-four, in what people said,
// in two entries of all; against reading a page of fifty.
class SearchWork final : public Work {
public:
    explicit SearchWork(Scale scale) : m_year(yearOf(scale))
    {
        const QList<JournalEntry> oldest = ask(*m_year, {.limit = 8, .after = JournalQuery::kOldest});
        m_texts = {QStringLiteral("psn-7f3a"),       QStringLiteral("svc-0007"), QStringLiteral("limit"),
                   QStringLiteral("svc-0011 limit"), oldest.constLast().saga,    QStringLiteral("nothingofthekind")};
    }
    Round round(qsizetype) override
    {
        Round round;
        for (int i = 0; i < kQuestions; ++i) {
            const QString &text = m_texts.at(m_next++ % m_texts.size());
            round.ours.append(microseconds([&] { (void)ask(*m_year, {.limit = 50, .text = text}); }) / 1000);
            const quint64 before = std::uniform_int_distribution<quint64>(50, m_year->size())(m_random);
            round.anchor.append(microseconds([&] { (void)ask(*m_year, {.before = before, .limit = 50}); }) / 1000);
        }
        return round;
    }
    QString prove() override
    {
        if (ask(*m_year, {.limit = 50, .text = m_texts.at(4)}).size() != 2)
            return QStringLiteral("an operation's two entries are not found by its id");
        if (!ask(*m_year, {.limit = 50, .text = m_texts.at(5)}).isEmpty())
            return QStringLiteral("what is nowhere is found");
        const QList<JournalEntry> both = ask(*m_year, {.limit = 50, .text = m_texts.at(3)});
        const bool wrong = std::any_of(both.begin(), both.end(), [](const JournalEntry &entry) {
            return !entry.personal.value(QStringLiteral("rationale")).contains(QLatin1String("limit")) ||
                   entry.payload.value(QLatin1String("subject")).toObject().value(QLatin1String("service")) !=
                       QLatin1String("svc-0011");
        });
        return wrong || both.isEmpty() ? QStringLiteral("two words are not found together") : QString();
    }

private:
    std::shared_ptr<Year> m_year;
    QStringList m_texts;
    int m_next = 0;
    std::mt19937_64 m_random{9};
};

// Frames of the wheel from a year to a minute, with what has been counted and read so far, against frames of an axis
// over nothing.
class ZoomWork final : public Work {
public:
    explicit ZoomWork(Scale scale)
        : m_year(yearOf(scale)), m_model(m_year->session()), m_view(m_year->session(), m_model),
          m_nothing(shop::workspace(), Session::Doors{.clock = &m_clock}), m_emptyModel(m_nothing),
          m_empty(m_nothing, m_emptyModel)
    {
        for (ui::TimelineView *view : {&m_view, &m_empty}) {
            view->resize(1100, 780);
            view->show();
            view->setLength(kYear);
        }
        turnUntil([this] {
            return m_model.activity().stretch(m_view.span(), Activity::pieceFor(kYear)).uncounted.isEmpty();
        });
        QCoreApplication::processEvents();
    }
    Round round(qsizetype) override
    {
        Round round;
        zoom(m_view, &round.ours);
        zoom(m_empty, &round.anchor);
        return round;
    }
    QString prove() override
    {
        if (m_worst <= 0)
            return QStringLiteral("nothing was drawn");
        const TimeSpan year{m_year->nowMs() - kYear, m_year->nowMs()};
        m_view.lookAt(year);
        const qint64 piece = Activity::pieceFor(kYear);
        turnUntil([&] { return m_model.activity().stretch({0, m_year->nowMs() + 1}, piece).uncounted.isEmpty(); });
        const qint64 counted = m_model.activity().stretch({0, m_year->nowMs() + 1}, piece).entries;
        return quint64(counted) == m_year->size()
                   ? QString()
                   : QStringLiteral("%1 entries are counted of %2").arg(counted).arg(m_year->size());
    }

private:
    void zoom(ui::TimelineView &view, QList<double> *frames)
    {
        view.lookAt({m_year->nowMs() - kYear, m_year->nowMs()});
        const QPointF at(view.scale().left + view.scale().width * 0.7, 400);
        while (view.span().lengthMs() > 61'000) {
            const double frame =
                microseconds([&] {
                    QWheelEvent wheel(at, at, {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
                    QCoreApplication::sendEvent(&view, &wheel);
                    view.repaint();
                }) /
                1000;
            frames->append(frame);
            m_worst = std::max(m_worst, frame);
            QCoreApplication::processEvents(); // answers that have come meanwhile
        }
    }
    std::shared_ptr<Year> m_year;
    ManualClock m_clock;
    TimelineModel m_model;
    ui::TimelineView m_view;
    Session m_nothing;
    TimelineModel m_emptyModel;
    ui::TimelineView m_empty;
    double m_worst = 0;
};

} // namespace

void addTimeline(Suite &suite)
{
    const QStringList sizes{QStringLiteral("a year of 100 000 entries; --long: 1 000 000; --large: 10 000 000")};
    suite.add({.id = QStringLiteral("P8a"),
               .what = QStringLiteral("jump to any entry of the log, painted"),
               .against = QStringLiteral("one page fetch"),
               .unit = QStringLiteral("ms"),
               .target = 4,
               .limit = 5,
               .figure = Bench::Figure::P99,
               .sizes = sizes,
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<JumpWork>(scale); }});
    suite.add({.id = QStringLiteral("P8b"),
               .what = QStringLiteral("the first 50 entries of a service and kind"),
               .against = QStringLiteral("reading pages until 50 are found"),
               .unit = QStringLiteral("ms"),
               .target = 4,
               .faster = true,
               .sizes = sizes,
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<FilterWork>(scale); }});
    suite.add({.id = QStringLiteral("P8c"),
               .what = QStringLiteral("a frame while zooming from a year to a minute, p99"),
               .against = QStringLiteral("a frame of an axis over nothing"),
               .unit = QStringLiteral("ms"),
               .target = 4,
               .limit = 8,
               .figure = Bench::Figure::P99,
               .sizes = sizes,
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<ZoomWork>(scale); }});
    suite.add({.id = QStringLiteral("P8d"),
               .what = QStringLiteral("the first 50 entries with a word, in the log or in what people said"),
               .against = QStringLiteral("a page of 50 entries"),
               .unit = QStringLiteral("ms"),
               .target = 4,
               .limit = 5,
               .figure = Bench::Figure::P99,
               .sizes = sizes,
               .rounds = 7,
               .make = [](Scale scale) { return std::make_unique<SearchWork>(scale); }});
}

} // namespace astern::bench
