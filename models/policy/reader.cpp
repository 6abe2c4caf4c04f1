// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/reader.h"

#include "models/policy/draft.h"
#include "models/policy/policyfilereader.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern::policy {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr auto kVersion = "astern/v1";

// YAML forbids tabs as indentation, and the library's word for one is about something else.
std::optional<SourcePosition> tabBefore(const QByteArray &text, const QString &file, int line)
{
    const QList<QByteArray> lines = text.split('\n');
    for (int i = 0; i < std::min<qsizetype>(line, lines.size()); ++i) {
        const QByteArray &found = lines.at(i);
        const qsizetype tab = found.indexOf('\t');
        if (tab >= 0 && found.left(tab).trimmed().isEmpty() && !found.trimmed().isEmpty() &&
            !found.trimmed().startsWith('#'))
            return SourcePosition{file, i + 1, int(tab) + 1};
    }
    return std::nullopt;
}

// yes, no, on and off are texts in YAML 1.2 and booleans in 1.1: whoever reads them, some reader disagrees.
class BooleanWords {
public:
    explicit BooleanWords(ReadingContext &context) : m_context(context) {}

    void scan(const YamlNode &node)
    {
        static const QRegularExpression word(QStringLiteral("^(yes|no|on|off|y|n|true|false)\\z"),
                                             QRegularExpression::CaseInsensitiveOption);
        const bool proper = node.text == QLatin1String("true") || node.text == QLatin1String("false");
        if (node.kind == YamlNode::Kind::Scalar && node.plain && !proper && word.match(node.text).hasMatch()) {
            m_context.error(node.at, kDialect.type,
                            tr("%1 without quotes is a boolean for some readers of YAML").arg(node.text),
                            tr("a text in quotes: \"%1\"; or true or false").arg(node.text));
            m_places.append(node.at);
        }
        for (const YamlNode &item : node.items)
            scan(item);
        for (const YamlNode::Entry &entry : node.entries)
            scan(entry.value);
    }
    // What else was said about the same places says the same in other words.
    void keepOnly(qsizetype upTo)
    {
        const auto again = [this](const DocumentIssue &issue) { return m_places.contains(issue.at); };
        m_context.issues.erase(std::remove_if(m_context.issues.begin() + upTo, m_context.issues.end(), again),
                               m_context.issues.end());
    }

private:
    ReadingContext &m_context;
    QList<SourcePosition> m_places;
};

void readAppliesTo(Fields &top, AppliesTo &appliesTo)
{
    Fields fields(top.context(), *top.take("applies_to"), QStringLiteral("applies_to"));
    if (!fields.isMap())
        return;
    if (fields.need("service"))
        appliesTo.service = fields.words("service");
    if (!appliesTo.service.isEmpty() && !isPlainId(appliesTo.service))
        fields.refuse("service", kDialect.id,
                      tr("%1 is %2").arg(fields.path(QStringLiteral("service")), quoted(appliesTo.service)),
                      tr("the id of a service of the workspace"));
    if (fields.need("environments"))
        appliesTo.environments = fields.wordList("environments");
    if (fields.need("strategies"))
        appliesTo.strategies = fields.wordsOf<Strategy>("strategies");
    fields.finish();
}

void readTime(Fields &top, Timing &time)
{
    const YamlNode *node = top.take("time");
    if (!node)
        return;
    Fields fields(top.context(), *node, QStringLiteral("time"));
    if (!fields.isMap())
        return;
    time.tickMs = fields.duration("tick", time.tickMs, 1'000, 5 * 60'000);
    time.latenessMs = fields.duration("lateness", time.latenessMs, 0, 86'400'000);
    time.maxDurationMs = fields.span("max_duration", time.maxDurationMs, time.tickMs);
    time.warmUpMs = fields.span("warm_up", time.warmUpMs);
    if (time.warmUpMs > 0 && time.warmUpMs >= time.maxDurationMs)
        fields.refuse("warm_up", "P-UNREACHABLE",
                      tr("time.warm_up is %1, and a rollout is over after time.max_duration (%2)")
                          .arg(durationText(time.warmUpMs), durationText(time.maxDurationMs)),
                      tr("less than %1").arg(durationText(time.maxDurationMs)));
    fields.finish();
}

void readTop(Draft &draft, const YamlNode &root)
{
    Fields top(draft.context, root, {});
    if (!top.isMap())
        return;
    Policy &policy = draft.policy;
    if (const YamlNode *version = top.require("policy"); version && version->text != QLatin1String(kVersion))
        top.refuse("policy", "P-VERSION",
                   tr("the format is %1").arg(version->text.isEmpty() ? version->kindWords() : quoted(version->text)),
                   QLatin1String(kVersion), QLatin1String(kVersion));
    if (top.need("id"))
        policy.id = top.id("id");
    if (top.need("revision"))
        policy.revision = top.integer("revision", 1, 1, 1'000'000'000);
    if (top.need("owner"))
        policy.owner = top.id("owner");
    policy.mode = top.word("mode", policy.mode);
    if (top.need("applies_to"))
        readAppliesTo(top, policy.appliesTo);
    readTime(top, policy.time);
    if (top.need("signals"))
        readSignals(draft, *top.take("signals"));
    if (top.need("rules"))
        readRules(draft, *top.take("rules"));
    if (const YamlNode *guards = top.take("guards"))
        readGuards(draft, *guards);
    if (const YamlNode *freezes = top.take("freeze"))
        readFreezes(draft, *freezes);
    if (top.need("ladder"))
        readLadder(draft, *top.take("ladder"));
    top.finish();
    checkTogether(draft, root);
}

} // namespace

Reading readText(const QByteArray &text, const QString &file)
{
    ReadingContext context{.dialect = kDialect, .folder = {}, .issues = {}, .ignored = {}};
    const YamlNode root = parseYaml(text, file, kDialect, context.issues);
    const auto isSyntax = [](const DocumentIssue &issue) {
        return issue.code != QLatin1String(kDialect.duplicateKey) && issue.code != QLatin1String(kDialect.type);
    };
    const auto syntax = std::find_if(context.issues.begin(), context.issues.end(), isSyntax);
    if (syntax != context.issues.end()) {
        if (syntax->code == QLatin1String(kDialect.yaml)) {
            if (const std::optional<SourcePosition> tab = tabBefore(text, file, syntax->at.line + 1))
                *syntax = {DocumentIssue::Severity::Error,     *tab,         syntax->code,
                           tr("a tab is used as indentation"), tr("spaces"), {}};
        }
        return {.policy = std::nullopt, .issues = {*syntax}};
    }
    BooleanWords words(context);
    words.scan(root);
    const qsizetype scanned = context.issues.size();
    Draft draft{
        .context = context, .policy = {}, .signalKinds = {}, .ruleTypes = {}, .ruleNodes = {}, .usedSignals = {}};
    readTop(draft, root);
    words.keepOnly(scanned);
    Reading reading;
    reading.issues = inFileOrder(context.issues);
    if (!hasErrors(context.issues))
        reading.policy = draft.policy;
    return reading;
}

Reading readFile(const QString &path) { return readFileBy(&readText, path); }

} // namespace astern::policy
