// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rollout/podwords.h"

#include "models/base/format.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Why", text); }

struct Kind {
    QString one; // "new pod"
    QString many;
};

// "3 of 5 new pods crash", "The only new pod crashes"
QString subject(qsizetype bad, qsizetype all, const Kind &kind, const char *one, const char *many)
{
    if (all == 1)
        return tr("The only %1 %2").arg(kind.one, tr(one));
    return tr("%1 of %2 %3 %4").arg(bad).arg(all).arg(kind.many, tr(bad == 1 ? one : many));
}

QString restartWords(int restarts) { return format::plural(restarts, tr("1 restart"), tr("%1 restarts")); }

QString join(QStringList parts)
{
    parts.removeAll(QString());
    parts.removeDuplicates();
    return parts.join(QStringLiteral(", "));
}

DiagnosisSummary aboutPods(const QList<Pod> &pods, const Kind &kind)
{
    using Level = DiagnosisSummary::Level;
    const Pod &worst = pods.first();
    const auto same = std::count_if(pods.cbegin(), pods.cend(), [&](const Pod &p) { return p.health == worst.health; });
    const auto say = [&](const char *one, const char *many) { return subject(same, pods.size(), kind, one, many); };
    const auto with = [](const QString &what, const QString &details) {
        return details.isEmpty() ? what : what + QStringLiteral(": ") + details;
    };
    switch (worst.health) {
    case PodHealth::Crashing:
        return {Level::Bad,
                with(say(QT_TRANSLATE_NOOP("Why", "crashes"), QT_TRANSLATE_NOOP("Why", "crash")),
                     join({worst.reason, endWords(worst), restartWords(worst.restarts)})),
                worst.endMessage};
    case PodHealth::CannotStart:
        return {
            Level::Bad,
            with(say(QT_TRANSLATE_NOOP("Why", "cannot start"), QT_TRANSLATE_NOOP("Why", "cannot start")), worst.reason),
            worst.message};
    case PodHealth::NotReady:
        return {Level::Doubt,
                with(say(QT_TRANSLATE_NOOP("Why", "runs but is not ready"),
                         QT_TRANSLATE_NOOP("Why", "run but are not ready")),
                     worst.restarts > 0 ? join({restartWords(worst.restarts), endWords(worst)}) : QString()),
                tr("Its readiness probe fails: the events say how.")};
    case PodHealth::Unknown:
        return {Level::Doubt,
                with(say(QT_TRANSLATE_NOOP("Why", "is not heard of"), QT_TRANSLATE_NOOP("Why", "are not heard of")),
                     worst.reason),
                worst.message};
    case PodHealth::Starting:
        return {
            Level::Calm,
            with(say(QT_TRANSLATE_NOOP("Why", "is starting"), QT_TRANSLATE_NOOP("Why", "are starting")), worst.reason),
            worst.message};
    case PodHealth::Ready:
        break;
    case PodHealth::Ended:
        return {Level::Doubt,
                say(QT_TRANSLATE_NOOP("Why", "ran to its end"), QT_TRANSLATE_NOOP("Why", "ran to their end")),
                {}};
    case PodHealth::Ending:
        return {Level::Calm,
                say(QT_TRANSLATE_NOOP("Why", "is being taken away"), QT_TRANSLATE_NOOP("Why", "are being taken away")),
                {}};
    }
    int restarts = 0;
    for (const Pod &pod : pods)
        restarts += pod.restarts;
    const Pod &restless = *std::max_element(pods.cbegin(), pods.cend(),
                                            [](const Pod &a, const Pod &b) { return a.restarts < b.restarts; });
    DiagnosisSummary calm{Level::Calm,
                          pods.size() == 1   ? tr("The only %1 is ready").arg(kind.one)
                          : pods.size() == 2 ? tr("Both %1 are ready").arg(kind.many)
                                             : tr("All %1 %2 are ready").arg(pods.size()).arg(kind.many),
                          {}};
    if (restarts > 0) {
        calm.level = Level::Doubt;
        calm.sentence = with(tr("%1, after %2").arg(calm.sentence, restartWords(restarts)), endWords(restless));
    }
    return calm;
}

// What a line says, without what is around it: the message of logfmt and of JSON, else all of it.
QString gist(const QString &line)
{
    static const QRegularExpression message(
        QStringLiteral("\\b(?:msg|message)\"?\\s*[=:]\\s*\"((?:[^\"\\\\]|\\\\.)+)\""));
    const QRegularExpressionMatch found = message.match(line);
    const QString text = found.hasMatch() ? found.captured(1) : line.trimmed();
    return text.size() > 160 ? text.left(159) + QChar(0x2026) : text;
}

// The probes are content; the program may not be.
void listenTo(const LogTail &log, DiagnosisSummary &calm)
{
    QString last;
    qsizetype count = 0;
    for (const LogLine &line : log.lines) {
        if (isComplaint(line.text)) {
            ++count;
            last = line.text;
        }
    }
    if (count == 0)
        return;
    calm.level = DiagnosisSummary::Level::Doubt;
    calm.next = tr("%1 of the last %2 lines of its log complain: %3").arg(count).arg(log.lines.size()).arg(gist(last));
}

} // namespace

bool isComplaint(const QString &logLine)
{
    // logfmt and JSON levels, words in capitals at the beginning, and what runtimes write when they give up.
    static const QRegularExpression pattern(
        QStringLiteral("\\b(?:level|severity|lvl)\"?[=:]\\s*\"?(?i:error|fatal|critical|panic)\\b|"
                       "^(?:[\\d\\[]\\S* +){0,3}\\[?(?:ERROR|FATAL|CRITICAL|SEVERE)\\b|"
                       "^panic:|^fatal error:|^Traceback \\(|^[A-Za-z_.]*(?:Exception|Error)(?::|$)|^Caused by:"),
        QRegularExpression::DontCaptureOption);
    return pattern.match(logLine).hasMatch();
}

QString endWords(const Pod &pod)
{
    if (!pod.exitCode)
        return {};
    // "Error" says no more than that the code is not 0.
    const QString code = tr("exit code %1").arg(*pod.exitCode);
    const bool plain = pod.endReason.isEmpty() || pod.endReason == QLatin1String("Error") ||
                       pod.endReason == QLatin1String("Completed") || pod.endReason == pod.reason;
    return plain ? code : code + QStringLiteral(", ") + pod.endReason;
}

QString podWords(const Pod &pod)
{
    switch (pod.health) {
    case PodHealth::Crashing:
        return join({pod.reason.isEmpty() ? tr("crashed") : pod.reason, endWords(pod)});
    case PodHealth::CannotStart:
        return pod.reason.isEmpty() ? tr("cannot start") : pod.reason;
    case PodHealth::NotReady:
        return tr("running, not ready");
    case PodHealth::Unknown:
        return pod.reason.isEmpty() ? tr("unknown") : pod.reason;
    case PodHealth::Starting:
        return pod.reason.isEmpty() ? tr("starting") : tr("starting: %1").arg(pod.reason);
    case PodHealth::Ready:
        return pod.restarts > 0 ? join({tr("ready"), tr("last %1").arg(endWords(pod))}) : tr("ready");
    case PodHealth::Ended:
        return tr("ended");
    case PodHealth::Ending:
        return tr("being taken away");
    }
    return {};
}

QString logHeading(const LogTail &log)
{
    if (log.pod.isEmpty())
        return tr("Log");
    const QString of = tr("Log of %1").arg(log.pod);
    return log.previous ? tr("%1, from the run that ended").arg(of) : of;
}

DiagnosisSummary summaryOf(const Diagnosis &diagnosis)
{
    if (diagnosis.pods.atMs == 0) {
        if (diagnosis.pods.error)
            return {DiagnosisSummary::Level::Unknown, diagnosis.pods.error->message, diagnosis.pods.error->hint};
        return {DiagnosisSummary::Level::Unknown, tr("Asking the cluster…"), {}};
    }
    // Pods that go away say nothing about those that stay.
    QList<Pod> fresh;
    QList<Pod> stable;
    for (const Pod &pod : diagnosis.pods.value) {
        if (pod.health != PodHealth::Ending)
            (diagnosis.isNew(pod) ? fresh : stable).append(pod);
    }
    const bool two =
        diagnosis.question.newHash != diagnosis.question.stableHash && !diagnosis.question.stableHash.isEmpty();
    const DiagnosisSummary ofStable =
        stable.isEmpty() ? DiagnosisSummary{} : aboutPods(stable, {tr("stable pod"), tr("stable pods")});
    if (fresh.isEmpty()) {
        DiagnosisSummary none{two ? DiagnosisSummary::Level::Calm : DiagnosisSummary::Level::Bad,
                              two ? tr("The new version has no pods") : tr("It has no pods"),
                              {}};
        for (const WorkloadCondition &condition : diagnosis.conditions.value) {
            if (condition.bad() && !condition.message.isEmpty()) {
                none.level = DiagnosisSummary::Level::Bad;
                none.next = condition.message;
            }
        }
        if (!stable.isEmpty() && none.next.isEmpty())
            none.next = ofStable.sentence + QLatin1Char('.');
        if (ofStable.level == DiagnosisSummary::Level::Bad)
            none.level = DiagnosisSummary::Level::Bad;
        return none;
    }
    DiagnosisSummary ofNew = aboutPods(fresh, two ? Kind{tr("new pod"), tr("new pods")} : Kind{tr("pod"), tr("pods")});
    // What serves most of the customers is never left out.
    if (ofStable.level == DiagnosisSummary::Level::Bad) {
        if (ofNew.level != DiagnosisSummary::Level::Bad)
            return ofStable;
        ofNew.next = ofStable.sentence + QLatin1Char('.');
    }
    if (ofNew.level == DiagnosisSummary::Level::Calm && fresh.first().health == PodHealth::Ready) {
        listenTo(diagnosis.log.value, ofNew);
        if (ofNew.next.isEmpty() && diagnosis.log.atMs > 0)
            ofNew.next = tr("Kubernetes sees nothing wrong, and the log does not complain.");
    }
    return ofNew;
}

} // namespace astern
