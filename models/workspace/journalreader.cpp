// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reader.h"

#include "models/workspace/secretref.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

constexpr qint64 kDayMs = 24 * 3'600'000LL;
constexpr std::array kLevels{std::pair{JournalLevel::Local, "local"}, std::pair{JournalLevel::Shared, "shared"},
                             std::pair{JournalLevel::Shipped, "shipped"}};

// As C2SP's notes name a log: no schema, no space and no "+", and here a name of one's own that can be read aloud.
QString domainIn(Section &section)
{
    const YamlNode *node = section.scalar("domain");
    if (!node)
        return {};
    static const QRegularExpression form(
        QStringLiteral("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"));
    if (node->text.size() <= 120 && form.match(node->text).hasMatch())
        return node->text;
    section.context().error(
        node->at, "W-VALUE", tr("%1 is \"%2\"").arg(section.path(QStringLiteral("domain")), node->text.left(60)),
        tr("a name like shop.example: lower-case letters, digits, '-' and '.', at most 120 of them"));
    return {};
}

void readCertificates(Section &section, QString &ca, QString &cert, QString &key)
{
    ca = section.file("ca");
    cert = section.file("cert");
    key = section.file("key");
    if (cert.isEmpty() != key.isEmpty())
        section.context().error(section.at(), "W-VALUE",
                                tr("%1 has only half of a client certificate").arg(section.path({})),
                                tr("cert and key, or neither"));
}

SinkConfig readSink(Section &section, Workspace &workspace)
{
    SinkConfig sink;
    sink.at = section.at();
    sink.id = section.requiredText("id");
    sink.connection.id = sink.id;
    if (!sink.id.isEmpty() && (!isPlainId(sink.id) || sink.id == QLatin1String("team") ||
                               workspace.journal.sink(sink.id) || workspace.backend(sink.id)))
        section.context().error(section.take("id")->at, "W-ID", tr("\"%1\" cannot be a sink").arg(sink.id.left(60)),
                                tr("letters, digits, '.', '-', '_', each once, and not that of a backend or team"));
    if (!section.require("type"))
        return sink;
    sink.type = section.oneOf("type", sinkTypes(), {});
    sink.connection.type = sink.type;
    if (sink.type.isEmpty()) // without a type nobody knows which keys belong here
        return sink;
    const QString redact =
        section.oneOf("redact", {QStringLiteral("none"), QStringLiteral("pseudonym"), QStringLiteral("full")},
                      QStringLiteral("pseudonym"));
    sink.redact = redact == QLatin1String("none")   ? Redaction::None
                  : redact == QLatin1String("full") ? Redaction::Full
                                                    : Redaction::Pseudonym;
    sink.required = section.boolean("required", false);
    if (sink.required && !sinkProves(sink.type))
        section.context().error(section.take("required")->at, "W-VALUE",
                                tr("%1 cannot be required: syslog acknowledges nothing").arg(sink.id),
                                tr("required at a sink of type otlp-http or file"));
    if (sink.type == QLatin1String("otlp-http")) {
        readHttpConnection(section, sink.connection);
    } else if (sink.type == QLatin1String("syslog-tls")) {
        sink.host = hostIn(section);
        sink.port = quint16(numberIn(section, "port", sink.port, 1, 65'535));
        sink.maxMessage = numberIn(section, "max_message", sink.maxMessage, 1'024, 1 << 20);
        sink.enterprise = numberIn(section, "enterprise", sink.enterprise, 1, 2'147'483'647);
        readCertificates(section, sink.connection.caFile, sink.connection.certFile, sink.connection.keyFile);
    } else {
        (void)section.requiredText("path");
        sink.path = section.file("path");
    }
    section.finish();
    return sink;
}

TeamConfig readTeam(ReadingContext &context, const YamlNode &node)
{
    Section section(context, node, QStringLiteral("journal.team"));
    TeamConfig team;
    team.at = node.at;
    if (!section.isMap() || !section.require("type"))
        return team;
    team.type = section.oneOf("type", {QStringLiteral("postgresql")}, {});
    if (team.type.isEmpty())
        return team;
    team.host = hostIn(section);
    team.port = quint16(numberIn(section, "port", team.port, 1, 65'535));
    team.database = section.requiredText("database");
    team.user = section.text("user");
    (void)section.oneOf("tls", {QStringLiteral("verify-full")}, {}); // nothing less is spoken
    if (const YamlNode *cert = section.scalar("cert"))
        team.cert = secretRef(cert->text) ? Secret{cert->text} : Secret{section.file("cert")};
    team.keyFile = section.file("key");
    team.caFile = section.file("ca");
    section.finish();
    return team;
}

void readNeeds(Section &section, QMap<LogAction, JournalLevel> &needs)
{
    QStringList words;
    for (const auto &[level, word] : kLevels)
        words.append(QLatin1String(word));
    for (const LogAction action : logActions()) {
        const QByteArray key = toString(action).toLatin1();
        const QString word = section.oneOf(key.constData(), words, {});
        for (const auto &[level, each] : kLevels) {
            if (word == QLatin1String(each))
                needs.insert(action, level);
        }
    }
    section.finish();
}

// A level that nothing brings could never be had.
void checkLevels(ReadingContext &context, const JournalConfig &journal, const YamlNode &node)
{
    const bool required =
        std::any_of(journal.sinks.cbegin(), journal.sinks.cend(), [](const SinkConfig &sink) { return sink.required; });
    for (const auto &needs : journal.needs) {
        for (const JournalLevel level : needs) {
            if (level == JournalLevel::Shared && journal.team.isEmpty())
                return context.error(node.at, "W-VALUE", tr("journal.needs says shared, and there is no team"),
                                     tr("journal.team, or local"));
            if (level == JournalLevel::Shipped && !required)
                return context.error(node.at, "W-VALUE", tr("journal.needs says shipped, and no sink is required"),
                                     tr("required: true at a sink, or local"));
        }
    }
}

} // namespace

QString hostIn(Section &section)
{
    const YamlNode *node = section.require("host");
    if (!node)
        return {};
    const QUrl url(QStringLiteral("x://%1/").arg(node->text), QUrl::StrictMode);
    if (node->kind == YamlNode::Kind::Scalar && url.isValid() && url.host() == node->text.toLower() &&
        !node->text.isEmpty())
        return node->text;
    section.context().error(node->at, "W-VALUE",
                            tr("%1 is not the name of a host").arg(section.path(QStringLiteral("host"))),
                            tr("a name or an address, without a port"));
    return {};
}

int numberIn(Section &section, const char *key, int otherwise, int least, int most)
{
    const YamlNode *node = section.scalar(key);
    if (!node)
        return otherwise;
    bool is = false;
    const int value = node->text.toInt(&is);
    if (is && value >= least && value <= most)
        return value;
    section.context().error(node->at, is ? "W-RANGE" : "W-VALUE",
                            tr("%1 is \"%2\"").arg(section.path(QLatin1String(key)), node->text.left(60)),
                            tr("a whole number from %1 to %2").arg(least).arg(most));
    return otherwise;
}

void readJournal(ReadingContext &context, const YamlNode &node, Workspace &workspace)
{
    Section section(context, node, QStringLiteral("journal"));
    JournalConfig &journal = workspace.journal;
    if (const YamlNode *team = section.take("team"))
        journal.team = readTeam(context, *team);
    if (const YamlNode *sinks = section.list("sinks", tr("sinks"))) {
        for (size_t i = 0; i < sinks->items.size(); ++i) {
            Section sink(context, sinks->items[i], QStringLiteral("journal.sinks[%1]").arg(i));
            if (sink.isMap())
                journal.sinks.append(readSink(sink, workspace));
        }
    }
    const QString keys = section.oneOf(
        "keys", {QStringLiteral("auto"), QStringLiteral("keychain"), QStringLiteral("file")}, QStringLiteral("auto"));
    journal.keys = keys == QLatin1String("keychain") ? KeyPlace::Keychain
                   : keys == QLatin1String("file")   ? KeyPlace::File
                                                     : KeyPlace::Auto;
    journal.waitMs = section.duration("wait", journal.waitMs, 1'000, 60'000);
    journal.domain = domainIn(section);
    journal.keepOpeningsDays = int(section.duration("keep_openings", 0, kDayMs, 36'500 * kDayMs) / kDayMs);
    if (const YamlNode *needs = section.take("needs")) {
        QStringList environments;
        for (const EnvironmentConfig &environment : std::as_const(workspace.environments))
            environments.append(environment.id);
        if (needs->kind != YamlNode::Kind::Map)
            context.type(*needs, QStringLiteral("journal.needs"), tr("a map from environment to what it needs"));
        for (const YamlNode::Entry &entry : needs->entries) {
            if (!environments.contains(entry.key)) {
                context.error(entry.keyAt, "W-REF", tr("there is no environment \"%1\"").arg(entry.key.left(60)),
                              environments.join(QStringLiteral(", ")), nearestText(entry.key, environments));
                continue;
            }
            Section own(context, entry.value, QStringLiteral("journal.needs.") + entry.key);
            readNeeds(own, journal.needs[entry.key]);
        }
        checkLevels(context, journal, *needs);
    }
    section.finish();
}

} // namespace astern
