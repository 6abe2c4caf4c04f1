// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/entrydetail.h"

#include "models/base/format.h"
#include "models/base/uuid7.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern {
namespace {

using Sign = EntryFact::Sign;

QString tr(const char *text) { return QCoreApplication::translate("EntryDetail", text); }

QJsonObject object(const JournalEntry &entry, const QString &name) { return entry.payload.value(name).toObject(); }
QString text(const JournalEntry &entry, const char *of, const char *key)
{
    return object(entry, QLatin1String(of)).value(QLatin1String(key)).toString();
}
QString family(const QString &kind) { return kind.section(QLatin1Char('.'), 0, 0); }
QString part(const QString &kind) { return kind.section(QLatin1Char('.'), 1); }

void add(EntrySection &section, const QString &name, const QString &words, Sign sign = Sign::None)
{
    if (!words.isEmpty())
        section.facts.append({.name = name, .words = words, .note = {}, .sign = sign, .entry = {}, .copy = {}});
}

QString whyWords(const JournalEntry &entry)
{
    if (const QString why = entry.personal.value(QStringLiteral("rationale")); !why.isEmpty())
        return why;
    if (object(entry, QStringLiteral("pd")).contains(QLatin1String("rationale")))
        return tr("erased, or not readable on this machine");
    QStringList reasons;
    for (const char *of : {"act", "verdict"}) {
        for (const QJsonValue &reason : object(entry, QLatin1String(of)).value(QLatin1String("reasons")).toArray())
            reasons.append(reason.toString());
    }
    return reasons.join(QStringLiteral("; "));
}

QString policyWords(const JournalEntry &entry)
{
    for (const char *of : {"act", "verdict"}) {
        if (const QString policy = text(entry, of, "policy"); !policy.isEmpty())
            return policy;
    }
    return text(entry, "policy", "id");
}

QString evidenceWords(const JournalEntry &entry)
{
    const QJsonArray evidence = entry.payload.value(QLatin1String("evidence")).toArray();
    QStringList words;
    for (const QJsonValue &value : evidence) {
        const QJsonObject one = value.toObject();
        const QString hash = one.value(QLatin1String("sha256")).toString();
        QString said = one.value(QLatin1String("name")).toString();
        if (!hash.isEmpty())
            said += QStringLiteral(" (sha256 %1…%2)").arg(hash.left(4), hash.right(4));
        words.append(said);
    }
    return words.join(QStringLiteral(", "));
}

// How the person was known; the user of a machine goes without saying.
QString authWords(const QString &auth)
{
    if (auth == QLatin1String("oidc"))
        return tr("sign-in with the identity provider");
    if (auth == QLatin1String("pin"))
        return tr("PIN, given for this");
    if (auth == QLatin1String("oidc-ended"))
        return tr("the last name known here: the sign-in had ended and proves nothing");
    return {};
}

EntrySection decision(const JournalEntry &entry, const EntryRow &row)
{
    EntrySection section{.title = tr("Decision"), .note = {}, .facts = {}};
    QString who = whoWords(entry);
    if (const QString role = text(entry, "actor", "role"); !role.isEmpty() && !who.isEmpty())
        who += QStringLiteral(", ") + role;
    add(section, tr("Who"), who);
    add(section, tr("Known by"), authWords(text(entry, "actor", "auth")));
    add(section, tr("Where"), row.place);
    add(section, tr("What"), row.text.section(QStringLiteral(" – "), 0, 0),
        row.tone == EntryRow::Tone::Good    ? Sign::Check
        : row.tone == EntryRow::Tone::Bad   ? Sign::Bad
        : row.tone == EntryRow::Tone::Doubt ? Sign::Doubt
                                            : Sign::None);
    const QJsonObject path = object(entry, family(entry.kind));
    const QString from = path.value(QLatin1String("from")).toString();
    const QString to = path.value(QLatin1String("to")).toString();
    if (!from.isEmpty() || !to.isEmpty())
        add(section, tr("Version"), from.isEmpty() || from == to ? to : QStringLiteral("%1 → %2").arg(from, to));
    QStringList steps;
    for (const QJsonValue &step : path.value(QLatin1String("steps")).toArray())
        steps.append(step.toObject().value(QLatin1String("title")).toString());
    add(section, tr("Path"), steps.join(QStringLiteral(", ")));
    add(section, tr("Policy"), policyWords(entry));
    add(section, tr("Why"), whyWords(entry));
    add(section, tr("Evidence"), evidenceWords(entry));
    for (const QJsonValue &warning : path.value(QLatin1String("warnings")).toArray())
        add(section, tr("Warning"), warning.toString(), Sign::Doubt);
    if (!entry.saga.isEmpty())
        section.facts.append({.name = tr("Operation"),
                              .words = sagaWords(entry),
                              .note = {},
                              .sign = Sign::None,
                              .entry = {},
                              .copy = entry.saga});
    return section;
}

// Both ways: from an intent to its outcome, from an outcome to its intent.
EntrySection operation(const JournalEntry &entry, QList<JournalEntry> related)
{
    EntrySection section{.title = tr("What came of it"), .note = {}, .facts = {}};
    std::sort(related.begin(), related.end(),
              [](const JournalEntry &a, const JournalEntry &b) { return a.index < b.index; });
    const auto first = std::find_if(related.cbegin(), related.cend(), [](const JournalEntry &one) {
        return one.kind.endsWith(QLatin1String(".intent"));
    });
    const bool began = first != related.cend() && first->index < entry.index;
    const qint64 fromMs = began ? first->wallMs : entry.wallMs;
    if (began)
        section.title = tr("The operation that it belongs to");
    for (const JournalEntry &one : std::as_const(related)) {
        if (one.index == entry.index)
            continue;
        const EntryRow row = describeEntry(one);
        const qint64 after = one.wallMs - fromMs;
        section.facts.append({.name = {},
                              .words = row.text,
                              .note = after > 0 ? format::duration(after) : QString(),
                              .sign = row.tone == EntryRow::Tone::Good    ? Sign::Check
                                      : row.tone == EntryRow::Tone::Bad   ? Sign::Bad
                                      : row.tone == EntryRow::Tone::Doubt ? Sign::Doubt
                                                                          : Sign::Open,
                              .entry = one.index,
                              .copy = {}});
    }
    const bool ended = std::any_of(related.cbegin(), related.cend(), [&entry](const JournalEntry &one) {
        return one.index > entry.index && one.kind.endsWith(QLatin1String(".outcome"));
    });
    if (entry.kind.endsWith(QLatin1String(".intent")) && !ended)
        section.facts.append({.name = {},
                              .words = tr("It has no outcome yet"),
                              .note = {},
                              .sign = Sign::Doubt,
                              .entry = {},
                              .copy = {}});
    return section;
}

// Which sink has it. A sink says how far it is, not when it took which entry.
EntrySection copies(const JournalEntry &entry, const EntryCopies &all, qint64 nowMs)
{
    EntrySection section{.title = tr("Copies"), .note = {}, .facts = {}};
    for (const SinkCursor &sink : all.sinks) {
        const bool has = entry.index < sink.acked;
        const bool refused = sink.rejected.contains(entry.index);
        const bool silent = all.silent.contains(sink.sink);
        const QString words = refused          ? tr("refused it")
                              : has && silent  ? tr("handed over, not acknowledged")
                              : has            ? tr("has it")
                              : sink.atMs == 0 ? tr("not yet; never answered")
                                               : tr("not yet; answered %1 ago").arg(format::age(sink.atMs, nowMs));
        section.facts.append({.name = sink.sink,
                              .words = words,
                              .note = has || refused ? QString() : tr("%1 before it").arg(entry.index - sink.acked),
                              .sign = refused          ? Sign::Bad
                                      : !has || silent ? Sign::Open
                                                       : Sign::Check,
                              .entry = {},
                              .copy = {}});
    }
    return section;
}

EntrySection proof(const JournalEntry &entry, const JournalState &state, qint64 nowMs)
{
    EntrySection section{.title = tr("Proof"), .note = {}, .facts = {}};
    const bool checked = entry.index < state.verifiedTo;
    if (state.checkedMs > 0)
        section.note = tr("whole log checked %1 ago").arg(format::age(state.checkedMs, nowMs));
    const auto fact = [&section](bool holds, const QString &name, const QString &words) {
        section.facts.append({.name = name,
                              .words = words,
                              .note = {},
                              .sign = holds ? Sign::Check : Sign::Open,
                              .entry = {},
                              .copy = {}});
    };
    const QJsonObject writer = object(entry, QStringLiteral("writer"));
    const QString id = writer.value(QLatin1String("id")).toString();
    fact(checked, tr("Signature"),
         checked ? tr("valid, of this log's device key") : tr("not checked since it was recorded"));
    if (!id.isEmpty())
        fact(checked, tr("Chain"),
             tr("entry %1 of %2").arg(format::count(writer.value(QLatin1String("seq")).toInteger()), id.left(13)));
    fact(checked, tr("In the tree"),
         tr("leaf %1 of %2").arg(format::entry(qint64(entry.index)), format::count(qint64(state.size))));
    const bool sealed = entry.index < state.levels.sealed;
    fact(sealed, tr("Checkpoint"),
         sealed ? tr("signed at %1 covers it").arg(format::entry(qint64(state.levels.sealed - 1)))
                : tr("none covers it yet"));
    if (state.state == JournalState::State::Truncated || state.state == JournalState::State::Damaged ||
        !state.finding.isEmpty())
        section.facts.prepend({.name = {},
                               .words = state.words.isEmpty() ? state.finding : state.words,
                               .note = {},
                               .sign = Sign::Bad,
                               .entry = {},
                               .copy = {}});
    return section;
}

} // namespace

QString kindWords(const QString &kind)
{
    static const QMap<QString, const char *> whole{
        {QStringLiteral("verdict.changed"), QT_TRANSLATE_NOOP("EntryDetail", "Verdict changed")},
        {QStringLiteral("automation.held"), QT_TRANSLATE_NOOP("EntryDetail", "Automation held")},
        {QStringLiteral("automation.released"), QT_TRANSLATE_NOOP("EntryDetail", "Automation released")},
        {QStringLiteral("rationale.late"), QT_TRANSLATE_NOOP("EntryDetail", "Reason given later")},
        {QStringLiteral("workspace.changed"), QT_TRANSLATE_NOOP("EntryDetail", "Workspace changed")},
        {QStringLiteral("workspace.refused"), QT_TRANSLATE_NOOP("EntryDetail", "Workspace refused")},
        {QStringLiteral("journal.genesis"), QT_TRANSLATE_NOOP("EntryDetail", "Beginning of the log")},
        {QStringLiteral("journal.verify-failed"), QT_TRANSLATE_NOOP("EntryDetail", "Damage found")},
        {QStringLiteral("journal.gap"), QT_TRANSLATE_NOOP("EntryDetail", "Gap of the log")},
        {QStringLiteral("journal.export"), QT_TRANSLATE_NOOP("EntryDetail", "Export of the log")},
        {QStringLiteral("privacy.erase"), QT_TRANSLATE_NOOP("EntryDetail", "Personal data erased")},
        {QStringLiteral("privacy.hold"), QT_TRANSLATE_NOOP("EntryDetail", "Erasure blocked")},
        {QStringLiteral("key.enrol"), QT_TRANSLATE_NOOP("EntryDetail", "Key enrolled")},
        {QStringLiteral("team.alarm"), QT_TRANSLATE_NOOP("EntryDetail", "Alarm of the shared log")},
        {QStringLiteral("team.healed"), QT_TRANSLATE_NOOP("EntryDetail", "Shared log right again")},
        {QStringLiteral("oncall.handover"), QT_TRANSLATE_NOOP("EntryDetail", "On call handed over")},
        {QStringLiteral("privacy.acknowledged"), QT_TRANSLATE_NOOP("EntryDetail", "Erasure acknowledged")},
        {QStringLiteral("key.cosign"), QT_TRANSLATE_NOOP("EntryDetail", "Key for heads named")},
        {QStringLiteral("key.log"), QT_TRANSLATE_NOOP("EntryDetail", "Key of the shared log named")},
        {QStringLiteral("policy.edit"), QT_TRANSLATE_NOOP("EntryDetail", "Policy edited")},
        {QStringLiteral("key.rotate"), QT_TRANSLATE_NOOP("EntryDetail", "Key followed by another")},
        {QStringLiteral("key.revoke"), QT_TRANSLATE_NOOP("EntryDetail", "Key revoked")},
        {QStringLiteral("clock.step"), QT_TRANSLATE_NOOP("EntryDetail", "Clock set")},
        {QStringLiteral("identity.pin-set"), QT_TRANSLATE_NOOP("EntryDetail", "PIN set")},
        {QStringLiteral("identity.pin-changed"), QT_TRANSLATE_NOOP("EntryDetail", "PIN changed")},
        {QStringLiteral("guard.answer"), QT_TRANSLATE_NOOP("EntryDetail", "Answer to a policy")},
        {QStringLiteral("guard.outcome"), QT_TRANSLATE_NOOP("EntryDetail", "Outcome of a policy's act")},
        {QStringLiteral("guard.recovery"), QT_TRANSLATE_NOOP("EntryDetail", "After a policy's rollback")}};
    static const QMap<QString, const char *> families{
        {QStringLiteral("rollback"), QT_TRANSLATE_NOOP("EntryDetail", "Rollback: %1")},
        {QStringLiteral("promotion"), QT_TRANSLATE_NOOP("EntryDetail", "Promotion: %1")},
        {QStringLiteral("flag"), QT_TRANSLATE_NOOP("EntryDetail", "Flag: %1")},
        {QStringLiteral("campaign"), QT_TRANSLATE_NOOP("EntryDetail", "Several places: %1")}};
    static const QMap<QString, const char *> parts{
        {QStringLiteral("intent"), QT_TRANSLATE_NOOP("EntryDetail", "intent")},
        {QStringLiteral("attempt"), QT_TRANSLATE_NOOP("EntryDetail", "attempt")},
        {QStringLiteral("outcome"), QT_TRANSLATE_NOOP("EntryDetail", "outcome")},
        {QStringLiteral("ended"), QT_TRANSLATE_NOOP("EntryDetail", "ended")}};
    if (const char *words = whole.value(kind))
        return tr(words);
    const char *of = families.value(family(kind));
    const char *what = parts.value(part(kind));
    if (of && what)
        return tr(of).arg(tr(what));
    return family(kind) == QLatin1String("guard") ? tr("Policy: %1").arg(part(kind)) : kind;
}

QString kindWord(const QString &kind)
{
    const QString of = family(kind);
    if (part(kind) == QLatin1String("outcome"))
        return tr("outcome");
    if (part(kind) == QLatin1String("attempt"))
        return tr("attempt");
    static const QMap<QString, const char *> words{
        {QStringLiteral("rollback"), QT_TRANSLATE_NOOP("EntryDetail", "rollback")},
        {QStringLiteral("promotion"), QT_TRANSLATE_NOOP("EntryDetail", "promotion")},
        {QStringLiteral("flag"), QT_TRANSLATE_NOOP("EntryDetail", "flag")},
        {QStringLiteral("verdict"), QT_TRANSLATE_NOOP("EntryDetail", "verdict")},
        {QStringLiteral("guard"), QT_TRANSLATE_NOOP("EntryDetail", "policy")},
        {QStringLiteral("policy"), QT_TRANSLATE_NOOP("EntryDetail", "policy")},
        {QStringLiteral("automation"), QT_TRANSLATE_NOOP("EntryDetail", "automation")},
        {QStringLiteral("campaign"), QT_TRANSLATE_NOOP("EntryDetail", "several")},
        {QStringLiteral("rationale"), QT_TRANSLATE_NOOP("EntryDetail", "reason")},
        {QStringLiteral("approval"), QT_TRANSLATE_NOOP("EntryDetail", "approval")},
        {QStringLiteral("override"), QT_TRANSLATE_NOOP("EntryDetail", "break-glass")},
        {QStringLiteral("workspace"), QT_TRANSLATE_NOOP("EntryDetail", "workspace")},
        {QStringLiteral("privacy"), QT_TRANSLATE_NOOP("EntryDetail", "privacy")},
        {QStringLiteral("journal"), QT_TRANSLATE_NOOP("EntryDetail", "journal")},
        {QStringLiteral("key"), QT_TRANSLATE_NOOP("EntryDetail", "key")},
        {QStringLiteral("clock"), QT_TRANSLATE_NOOP("EntryDetail", "clock")}};
    const char *word = words.value(of);
    return word ? tr(word) : of;
}

QString kindGlyph(const QString &kind)
{
    static const QMap<QString, QString> families{{QStringLiteral("rollback"), QStringLiteral("undo-2")},
                                                 {QStringLiteral("promotion"), QStringLiteral("arrow-up-right")},
                                                 {QStringLiteral("flag"), QStringLiteral("flag")},
                                                 {QStringLiteral("verdict"), QStringLiteral("scale")},
                                                 {QStringLiteral("guard"), QStringLiteral("gavel")},
                                                 {QStringLiteral("policy"), QStringLiteral("shield-check")},
                                                 {QStringLiteral("automation"), QStringLiteral("hand")},
                                                 {QStringLiteral("campaign"), QStringLiteral("users")},
                                                 {QStringLiteral("rationale"), QStringLiteral("info")},
                                                 {QStringLiteral("approval"), QStringLiteral("circle-check")},
                                                 {QStringLiteral("override"), QStringLiteral("triangle-alert")},
                                                 {QStringLiteral("workspace"), QStringLiteral("folder-open")},
                                                 {QStringLiteral("clock"), QStringLiteral("clock")},
                                                 {QStringLiteral("key"), QStringLiteral("lock")},
                                                 {QStringLiteral("identity"), QStringLiteral("user")},
                                                 {QStringLiteral("privacy"), QStringLiteral("user")}};
    if (part(kind) == QLatin1String("outcome") || part(kind) == QLatin1String("recovery"))
        return QStringLiteral("check");
    if (part(kind) == QLatin1String("attempt"))
        return QStringLiteral("refresh-cw");
    if (kind == QLatin1String("journal.verify-failed") || kind == QLatin1String("journal.gap"))
        return QStringLiteral("triangle-alert");
    return families.value(family(kind), QStringLiteral("scroll-text"));
}

QString whoWords(const JournalEntry &entry)
{
    if (const QString name = entry.personal.value(QStringLiteral("actor.name")); !name.isEmpty())
        return name;
    if (const QString policy = policyWords(entry); !policy.isEmpty())
        return tr("policy %1").arg(policy);
    if (const QString by = text(entry, "answer", "by"); !by.isEmpty())
        return by;
    const QString ref = text(entry, "actor", "ref");
    return object(entry, QStringLiteral("actor")).value(QLatin1String("automation")).toBool() && ref.isEmpty()
               ? tr("automation")
               : ref;
}

QString sagaWords(const JournalEntry &entry)
{
    const bool back = family(entry.kind) == QLatin1String("rollback") || entry.kind == QLatin1String("guard.rollback");
    return back ? Uuid7::shortForm(entry.saga) : entry.saga;
}

EntryDetail detailOf(const JournalEntry &entry, QList<JournalEntry> related, const JournalState &state, qint64 nowMs,
                     const EntryCopies &all, const Names &names)
{
    const EntryRow row = describeEntry(entry, names);
    EntryDetail detail;
    detail.title = kindWords(entry.kind);
    detail.number = format::entry(qint64(entry.index));
    detail.when = tr("%1, %2 ago").arg(format::stamp(entry.wallMs), format::age(entry.wallMs, nowMs));
    detail.glyph = kindGlyph(entry.kind);
    detail.tone = row.tone;
    detail.sections.append(decision(named(entry, names), row));
    if (const EntrySection came = operation(entry, std::move(related)); !came.facts.isEmpty())
        detail.sections.append(came);
    detail.sections.append(proof(entry, state, nowMs));
    if (const EntrySection kept = copies(entry, all, nowMs); !kept.facts.isEmpty())
        detail.sections.append(kept);
    const auto has = [&](quint64 upTo) { return entry.index < upTo; };
    detail.levels = {{tr("local"), true},
                     {tr("shared"), has(state.levels.shared)},
                     {tr("sealed"), has(state.levels.sealed)},
                     {tr("witnessed"), has(state.levels.witnessed)},
                     {tr("shipped"), has(state.levels.shipped)}};
    detail.leaf = entry.leafHash;
    detail.signedText = QString::fromUtf8(QJsonDocument(entry.payload).toJson(QJsonDocument::Indented));
    return detail;
}

} // namespace astern
