// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/units.h"
#include "models/guard/policytest.h"
#include "models/policy/draft.h"
#include "models/policy/policyfilereader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace astern::guard {
namespace {

using policy::Fields;
using policy::kDialect;
using policy::quoted;

constexpr qint64 kLongestMs = qint64(7) * 86'400'000;
constexpr qint64 kMostEvents = 1'000'000'000;

QString tr(const char *text) { return QCoreApplication::translate("Policy", text); }

constexpr Dialect testDialect()
{
    Dialect dialect = kDialect;
    dialect.itself = QT_TRANSLATE_NOOP("Workspace", "a test of a policy");
    dialect.firstLine = "test: astern/v1";
    return dialect;
}
constexpr Dialect kTestDialect = testDialect();

QStringList classWords()
{
    QStringList words;
    for (const auto verdict :
         {policy::VerdictClass::Healthy, policy::VerdictClass::Unknown, policy::VerdictClass::Transient,
          policy::VerdictClass::External, policy::VerdictClass::Systemic})
        words.append(policy::wordFor(verdict));
    return words;
}

// "5/1000": bad events of all.
std::optional<statistics::ArmCounts> readCounts(Fields &fields, const char *key)
{
    if (!fields.has(key))
        return std::nullopt;
    const auto text = fields.words(key);
    bool badOk = false;
    bool totalOk = false;
    const statistics::ArmCounts counts{.total = text.section(QLatin1Char('/'), 1).toLongLong(&totalOk),
                                       .bad = text.section(QLatin1Char('/'), 0, 0).toLongLong(&badOk)};
    if (badOk && totalOk && counts.bad >= 0 && counts.bad <= counts.total && counts.total <= kMostEvents)
        return counts;
    fields.refuse(key, kDialect.range, tr("%1 are no counts").arg(quoted(text)),
                  tr("bad events of all in each tick: \"5/1000\""));
    return std::nullopt;
}

PolicyTest::Stretch readStretch(Fields &fields)
{
    PolicyTest::Stretch stretch;
    if (!fields.isMap())
        return stretch;
    if (fields.need("for"))
        stretch.forMs = fields.span("for", 0, 1'000);
    stretch.fresh = readCounts(fields, "new");
    stretch.stable = readCounts(fields, "stable");
    fields.finish();
    return stretch;
}

void readWhat(Fields &fields, const char *key, PolicyTest::Expectation &expectation)
{
    QStringList words = classWords();
    if (QLatin1String(key) != QLatin1String("class")) {
        for (const char *act : policy::kActs)
            words.append(QLatin1String(act));
    }
    const auto found = words.indexOf(fields.oneOf(key, words, {}));
    if (found >= 0 && found < classWords().size())
        expectation.verdict = policy::VerdictClass(found);
    else if (found >= 0)
        expectation.act = words.at(found);
}

PolicyTest::Expectation readExpectation(Fields &fields)
{
    PolicyTest::Expectation expectation{.verdict = {}, .act = {}, .at = fields.at()};
    if (!fields.isMap())
        return expectation;
    using Kind = PolicyTest::Expectation::Kind;
    if (fields.has("never")) {
        expectation.kind = Kind::Never;
        readWhat(fields, "never", expectation);
    } else if (fields.has("by")) {
        expectation.kind = Kind::By;
        expectation.ms = fields.span("by", 0);
        if (fields.has("act"))
            readWhat(fields, "act", expectation);
        else if (fields.need("class"))
            readWhat(fields, "class", expectation);
    } else if (fields.need("at")) {
        expectation.ms = fields.span("at", 0);
        if (fields.need("class"))
            readWhat(fields, "class", expectation);
    }
    fields.finish();
    return expectation;
}

template <class T, class F>
QList<T> readList(Fields &fields, const char *key, const QString &of, F read)
{
    QList<T> values;
    const YamlNode *list = fields.list(key, of);
    for (size_t i = 0; list && i < list->items.size(); ++i) {
        Fields item(fields.context(), list->items[i],
                    QStringLiteral("%1[%2]").arg(fields.path(QLatin1String(key))).arg(i));
        values.append(read(item));
    }
    return values;
}

PolicyTest::Case readCase(Fields &fields)
{
    PolicyTest::Case one{.name = {}, .samples = {}, .signal = {}, .counts = {}, .expect = {}, .at = fields.at()};
    if (!fields.isMap())
        return one;
    if (fields.need("name"))
        one.name = fields.words("name");
    if (fields.has("samples") && fields.has("counts"))
        fields.conflict("samples", "counts", tr("%1 has two sources").arg(fields.path({})), tr("samples or counts"));
    if (fields.has("samples"))
        one.samples = fields.file("samples");
    else if (fields.need("counts"))
        one.counts = readList<PolicyTest::Stretch>(
            fields, "counts", tr("stretches: {for: 5m, new: \"5/1000\", stable: \"4/9000\"}"), readStretch);
    if (fields.has("signal"))
        one.signal = fields.id("signal");
    qint64 sum = 0;
    for (const auto &stretch : std::as_const(one.counts))
        sum += stretch.forMs;
    if (sum > kLongestMs)
        fields.refuse("counts", kDialect.range, tr("the counts last longer than a week"), tr("at most 7d together"));
    if (fields.need("expect"))
        one.expect = readList<PolicyTest::Expectation>(fields, "expect", tr("expectations: {at: 5m, class: healthy}"),
                                                       readExpectation);
    fields.finish();
    return one;
}

void readTop(ReadingContext &context, const YamlNode &root, PolicyTest &test)
{
    Fields top(context, root, {});
    if (!top.isMap())
        return;
    if (top.need("test") && top.words("test") != QLatin1String("astern/v1"))
        top.refuse("test", "P-VERSION", tr("another format"), QStringLiteral("astern/v1"));
    if (top.need("policy"))
        test.policyFile = top.file("policy");
    test.rollout = {.id = QStringLiteral("test"),
                    .startMs = 1'795'424'400'001,
                    .newLabels = {{QStringLiteral("version"), QStringLiteral("new")}},
                    .stableLabels = {{QStringLiteral("version"), QStringLiteral("stable")}},
                    .sameSlots = {}};
    if (top.has("start")) {
        const auto start = QDateTime::fromString(top.words("start"), Qt::ISODateWithMs);
        if (start.isValid() && start.timeSpec() != Qt::LocalTime)
            test.rollout.startMs = start.toMSecsSinceEpoch();
        else
            top.refuse("start", "P-TIME", tr("start is no instant"), QStringLiteral("\"2026-11-23T14:00:03Z\""));
    }
    if (top.has("new"))
        test.rollout.newLabels = top.textMap("new");
    if (top.has("stable"))
        test.rollout.stableLabels = top.textMap("stable");
    if (top.need("cases"))
        test.cases =
            readList<PolicyTest::Case>(top, "cases", tr("cases: {name: …, counts: […], expect: […]}"), readCase);
    top.finish();
}

} // namespace

PolicyTestReading readPolicyTest(const QByteArray &text, const QString &file)
{
    ReadingContext context{.dialect = kTestDialect, .folder = QFileInfo(file).path(), .issues = {}, .ignored = {}};
    const YamlNode root = parseYaml(text, file, kTestDialect, context.issues);
    PolicyTest test;
    if (context.issues.isEmpty())
        readTop(context, root, test);
    PolicyTestReading reading{.test = {}, .issues = inFileOrder(context.issues)};
    if (!hasErrors(context.issues))
        reading.test = test;
    return reading;
}

PolicyTestReading readPolicyTestFile(const QString &path) { return policy::readFileBy(&readPolicyTest, path); }

} // namespace astern::guard
