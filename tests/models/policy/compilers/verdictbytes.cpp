// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/policy/randomrollout.h"

#include <cstdio>
#include <thread>

using namespace astern;
using namespace astern::policy;

namespace {

QByteArray bytesOf(const Verdict &verdict, const test::ToldRollout &told)
{
    const auto text =
        toCanonical(toRecord(verdict, told.policy, {told.policy.id, QStringLiteral("digest"), told.rollout.id}));
    return (text ? *text : QByteArray("no canonical form")) + '\n';
}

// As it is judged live: after each record the ticks that are over.
QByteArray live(const test::ToldRollout &told)
{
    Evaluator evaluator(told.policy, told.rollout);
    QByteArray text;
    for (const auto &record : told.records) {
        evaluator.add(record);
        evaluator.advance([&](const Verdict &verdict) { text += bytesOf(verdict, told); });
    }
    return text;
}

// Killed after every tick and begun again from the records, all of which are told before the first verdict is taken.
QByteArray restarted(const test::ToldRollout &told)
{
    QByteArray text;
    size_t said = 0;
    auto evaluator = std::make_unique<Evaluator>(told.policy, told.rollout);
    for (qsizetype i = 0; i < told.records.size(); ++i) {
        evaluator->add(told.records.at(i));
        bool any = false;
        evaluator->advance([&](const Verdict &verdict) {
            text += bytesOf(verdict, told);
            ++said;
            any = true;
        });
        if (!any)
            continue;
        evaluator = std::make_unique<Evaluator>(told.policy, told.rollout);
        for (qsizetype j = 0; j <= i; ++j)
            evaluator->add(told.records.at(j));
        size_t again = 0;
        evaluator->advance([&](const Verdict &) { ++again; });
        if (again != said)
            text += "other ticks after a restart\n";
    }
    return text;
}

} // namespace

// verdictbytes SEEDS live|restarted THREADS: the records of every verdict on that many rollouts. Compiled by more than
// one compiler; what they print has to be the same bytes.
int main(int argc, char **argv)
{
    if (argc != 4)
        return 3;
    const auto seeds = quint32(QByteArray(argv[1]).toUInt());
    const bool restarts = QByteArray(argv[2]) == "restarted";
    const auto threads = size_t(QByteArray(argv[3]).toUInt());
    std::vector<QByteArray> texts(seeds);
    std::vector<std::thread> workers;
    for (size_t worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
            for (size_t i = worker; i < seeds; i += threads) {
                const auto told = test::randomRollout(quint32(i + 1));
                texts[i] = restarts ? restarted(told) : live(told);
            }
        });
    }
    for (auto &worker : workers)
        worker.join();
    for (const auto &text : texts)
        std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    return 0;
}
