// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/inbox.h"
#include "models/guard/policydraft.h"
#include "models/guard/recorded.h"
#include "models/policy/knobs.h"
#include "models/workspace/workspace.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>

namespace astern::guard {

// What a text says, and what can be turned in it; and the same of the text that is saved.
struct ReadPolicy {
    PolicyFile file;
    QList<policy::Knob> knobs;
    PolicyFile saved;
    QList<policy::Knob> savedKnobs;
};

// One policy over what was recorded of a rollout.
struct JudgedSide {
    std::shared_ptr<const policy::Policy> policy;
    std::vector<policy::Verdict> verdicts; // tick by tick
    QList<Act> acts;                       // what the ladder would have done
    QStringList absent;                    // series that were not recorded
};
struct JudgedRecords {
    policy::RecordGround ground;
    qint64 latestMs = 0; // end of the last tick judged; 0: none
    std::optional<JudgedSide> edited;
    std::optional<JudgedSide> other;
};

// The work of the Policies screen that takes longer than a frame, on threads of its own: one for files and texts, one
// for judging, so that a text is checked while a long rollout is judged. Of questions of one kind that wait only the
// newest is answered: what is typed or dragged meanwhile makes the older ones pointless; one that is being judged is
// ended, so that something new is seen while one drags. Answers come on the owner's thread, and none once it is gone.
// What was typed is written before it is gone.
class PolicyBench : public QObject {
    Q_OBJECT
public:
    explicit PolicyBench(QString dataFolder, QObject *parent = nullptr);
    ~PolicyBench() override;

    void check(const QString &name, const QByteArray &text, const QByteArray &saved, const Workspace &workspace,
               const std::function<void(ReadPolicy)> &told);

    void open(const QString &workspaceFolder, const QString &name, const Done<PolicyOnDisk> &done);
    void save(const QString &workspaceFolder, const QString &name, const QByteArray &text, const QByteArray &base,
              const Done<Ok> &done);
    void keep(const QString &name, const std::optional<PolicyDraft> &draft);

    void list(const Done<QList<policy::RecordedRollout>> &done); // oldest first
    // What `edited` and `other` say of a recorded rollout, from its start to the newest record; either may be null.
    // `other` null and `inForce` not empty: the policy of that id that is in force there.
    struct Question {
        QString path; // RecordedRollout::path
        std::shared_ptr<const policy::Policy> edited;
        std::shared_ptr<const policy::Policy> other;
        QString inForce;
    };
    void judge(const Question &question, const Done<JudgedRecords> &done);
    void stopJudging(); // what is under way or waits is not answered

private:
    struct Kept; // the records that were read last: the next question is mostly about them

    const QString m_dataFolder;
    Inbox m_inbox;
    std::shared_ptr<std::atomic<quint64>> m_checked = std::make_shared<std::atomic<quint64>>(0);
    std::shared_ptr<std::atomic<quint64>> m_judged = std::make_shared<std::atomic<quint64>>(0);
    std::shared_ptr<std::atomic<quint64>> m_stopped = std::make_shared<std::atomic<quint64>>(0);
    std::shared_ptr<Kept> m_kept;
    QThreadPool m_texts;
    QThreadPool m_judging;
};

} // namespace astern::guard
