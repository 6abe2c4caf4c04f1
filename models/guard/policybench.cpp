// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/guard/policybench.h"

#include <algorithm>

namespace astern::guard {

// Of one file, as far as it was read; on the judging thread alone.
struct PolicyBench::Kept {
    QString path;
    std::optional<RecordedRun> run;
    std::vector<policy::Record> records;

    // What came since goes behind what is there.
    Result<Ok> readOn(const QString &wanted)
    {
        if (path != wanted || !run) {
            records = {};
            run.reset();
            path = wanted;
            Result<RecordedRun> opened = RecordedRun::open(wanted);
            if (!opened)
                return opened.error();
            run.emplace(std::move(opened).value());
        }
        for (;;) {
            const Result<const policy::Record *> record = run->next();
            if (!record) {
                run.reset();
                return record.error();
            }
            if (!*record)
                return Ok();
            records.push_back(**record);
        }
    }
};

namespace {

constexpr qsizetype kLookEvery = 256; // records between two looks whether anybody still wants to know

Error outdated() { return {.kind = Error::Kind::Cancelled, .message = {}}; }

template <class Current>
Result<JudgedSide> sideOf(const std::shared_ptr<const policy::Policy> &policy, const policy::JudgedRollout &rollout,
                          const std::vector<policy::Record> &records, const Current &isCurrent)
{
    size_t at = 0;
    auto found = backtest({.policies = {*policy}, .rollout = rollout, .revised = false, .assumed = {}},
                          [&]() -> Result<const policy::Record *> {
                              if (at % kLookEvery == 0 && !isCurrent())
                                  return outdated();
                              return at < records.size() ? &records[at++] : nullptr;
                          });
    if (!found)
        return found.error();
    return JudgedSide{
        .policy = policy, .verdicts = std::move(found->verdicts[0]), .acts = found->acts, .absent = found->absent};
}

template <class Current>
Result<JudgedRecords> judged(const PolicyBench::Question &question, const RecordedRun &run,
                             const std::vector<policy::Record> &records, const Current &isCurrent)
{
    JudgedRecords answer;
    answer.ground = run.ground();
    std::shared_ptr<const policy::Policy> other = question.other;
    if (!other && !question.inForce.isEmpty()) {
        const auto files = policiesOf(run.ground());
        for (const PolicyFile &file : files ? *files : QList<PolicyFile>()) {
            if (file.policy->id == question.inForce)
                other = file.policy;
        }
    }
    for (const auto &[policy, side] : {std::pair(question.edited, &answer.edited), std::pair(other, &answer.other)}) {
        if (!policy)
            continue;
        Result<JudgedSide> found = sideOf(policy, answer.ground.rollout, records, isCurrent);
        if (!found)
            return found.error();
        *side = std::move(found).value();
        if (!(*side)->verdicts.empty())
            answer.latestMs = std::max(answer.latestMs, (*side)->verdicts.back().tickMs);
    }
    return answer;
}

} // namespace

PolicyBench::PolicyBench(QString dataFolder, QObject *parent)
    : QObject(parent), m_dataFolder(std::move(dataFolder)), m_inbox(this), m_kept(std::make_shared<Kept>())
{
    m_texts.setMaxThreadCount(1);
    m_judging.setMaxThreadCount(1);
}

PolicyBench::~PolicyBench()
{
    stopJudging();
    m_checked->fetch_add(1);
    m_texts.waitForDone();
    m_judging.waitForDone();
}

void PolicyBench::check(const QString &name, const QByteArray &text, const QByteArray &saved,
                        const Workspace &workspace, const std::function<void(ReadPolicy)> &told)
{
    const quint64 ticket = m_checked->fetch_add(1) + 1;
    m_texts.start([newest = m_checked, ticket, name, text, saved, workspace, answer = m_inbox.wrap(told)] {
        if (newest->load() != ticket)
            return;
        ReadPolicy found;
        found.file = readPolicy(name, text, workspace, workspace.policies);
        found.knobs = policy::knobsOf(QString::fromUtf8(text));
        found.saved = text == saved ? found.file : readPolicy(name, saved, workspace, workspace.policies);
        found.savedKnobs = text == saved ? found.knobs : policy::knobsOf(QString::fromUtf8(saved));
        if (newest->load() == ticket)
            answer(found);
    });
}

void PolicyBench::open(const QString &workspaceFolder, const QString &name, const Done<PolicyOnDisk> &done)
{
    m_texts.start([workspaceFolder, data = m_dataFolder, name, answer = m_inbox.wrap(done)] {
        answer(readPolicyFile(workspaceFolder, data, name));
    });
}

void PolicyBench::save(const QString &workspaceFolder, const QString &name, const QByteArray &text,
                       const QByteArray &base, const Done<Ok> &done)
{
    m_texts.start([workspaceFolder, data = m_dataFolder, name, text, base, answer = m_inbox.wrap(done)] {
        const Result<Ok> saved = savePolicyFile(workspaceFolder, data, name, text, base);
        if (saved)
            (void)keepDraft(data, name, std::nullopt);
        answer(saved);
    });
}

void PolicyBench::keep(const QString &name, const std::optional<PolicyDraft> &draft)
{
    m_texts.start([data = m_dataFolder, name, draft] { (void)keepDraft(data, name, draft); });
}

void PolicyBench::list(const Done<QList<policy::RecordedRollout>> &done)
{
    m_texts.start([data = m_dataFolder, answer = m_inbox.wrap(done)] {
        answer(data.isEmpty() ? Result(QList<policy::RecordedRollout>())
                              : policy::RecordStore(samplesFolder(data)).list());
    });
}

void PolicyBench::judge(const Question &question, const Done<JudgedRecords> &done)
{
    const quint64 ticket = m_judged->fetch_add(1) + 1;
    m_judging.start([newest = m_judged, ticket, stopped = m_stopped, since = m_stopped->load(), kept = m_kept, question,
                     answer = m_inbox.wrap(done)] {
        const auto isCurrent = [&stopped, since] { return stopped->load() == since; };
        if (newest->load() != ticket || !isCurrent())
            return;
        if (const Result<Ok> read = kept->readOn(question.path); !read)
            return answer(Result<JudgedRecords>(read.error()));
        Result<JudgedRecords> found = judged(question, *kept->run, kept->records, isCurrent);
        if (isCurrent())
            answer(std::move(found));
    });
}

void PolicyBench::stopJudging() { m_stopped->fetch_add(1); }

} // namespace astern::guard
