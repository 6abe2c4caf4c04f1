// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace astern::bench {

// Samples of ours and of what it is measured against, taken alternately, in the unit of the bench.
struct Round {
    QList<double> ours;
    QList<double> anchor;
};

// What the same libraries, or the machine, take for something that is no more than a part of ours, in the unit of the
// bench: the reason where a goal is missed.
struct Floor {
    QString what;
    double value = 0;
};

// What a bench needs while it is measured: made before its first round, destroyed after its proof.
class Work {
public:
    virtual ~Work() = default;
    virtual Round round(qsizetype size) = 0;                      // index into Bench::sizes
    virtual QString prove() = 0;                                  // what was wrong with the work; empty: it was right
    virtual std::optional<Floor> floor() { return std::nullopt; } // measured in the same run, after it
};

// How much of it: enough to see that it works; what is judged; what takes minutes; what takes an hour and a large disk.
enum class Scale { Smoke, Usual, Long, Large };

struct Bench {
    QString id;   // "P6a" where a goal has parts
    QString what; // ours
    QString against;
    QString unit; // of ours and anchor
    double target = 0;
    bool faster = false;                        // false: ours/anchor at most target; true: anchor/ours at least
    std::optional<double> limit;                // ours may not be more than this, either
    enum class Figure { Median, P99 } figure{}; // of the rounds' medians; or of all samples together
    QStringList sizes;                          // the last one is judged; the others show how the cost grows
    int rounds = 9;                             // never fewer than seven
    // What this machine lacks for it, in words; empty: nothing. Then it is not measured, and says so.
    std::function<QString()> lacks;
    std::function<std::unique_ptr<Work>(Scale)> make;
};

// Runs what was added and writes the results. One line a file in main.cpp: addJournal(suite).
class Suite {
public:
    void add(Bench bench) { m_benches.append(std::move(bench)); }
    // 0: all ran and were right; 1: a result was wrong; 3: usage; 4: the results cannot be written.
    [[nodiscard]] int run(const QStringList &arguments) const;

private:
    struct Options;
    [[nodiscard]] QList<Bench> wanted(const Options &options) const;

    QList<Bench> m_benches;
};

template <class F>
double microseconds(F &&work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}
// CPU time of this thread: for work that waits for nobody, on a machine that others use too.
[[nodiscard]] double cpuMicroseconds(const std::function<void()> &work);
[[nodiscard]] double median(QList<double> values);
[[nodiscard]] double percentile(QList<double> values, double share); // nearest rank

// Heap allocations of this thread so far, whoever made them.
[[nodiscard]] quint64 allocations();

// A folder on the disk that holds the build, not in /tmp, which may be memory: there a sync costs nothing. Gone with
// the object; and when the program is interrupted; and at the next start when it was killed.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    [[nodiscard]] QString file(const QString &name) const { return m_path + QLatin1Char('/') + name; }

private:
    QString m_path;
};
void removeLeftFolders(); // of processes that are no more
void removeFoldersOnInterrupt();

void addBacktest(Suite &suite);   // P3
void addBoard(Suite &suite);      // P9
void addDay(Suite &suite);        // P14
void addPrometheus(Suite &suite); // P1
void addPolicy(Suite &suite);     // P2
void addEmergency(Suite &suite);  // P5
void addGuard(Suite &suite);      // P4
void addFlat(Suite &suite);       // P6, P7: the cost of an entry in a long log
void addJournal(Suite &suite);    // P6
void addRollout(Suite &suite);    // P11
void addStart(Suite &suite);      // P12
void addTimeline(Suite &suite);   // P8
void addVerify(Suite &suite);     // P7
void addWindow(Suite &suite);     // P10, P13

} // namespace astern::bench
