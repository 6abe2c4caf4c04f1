// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/teamfollower.h"

#include "connectors/postgres/pgstore.h"
#include "connectors/postgres/teamtest.h"
#include "models/base/logging.h"
#include "models/command/logneed.h"

#include <QCoreApplication>

namespace astern::app {
namespace {

constexpr int kLookBack = 1'000; // alarms and their ends in this device's log

std::pair<int, quint64> keyOf(const SharedAlarm &alarm) { return {int(alarm.kind), alarm.index}; }

std::optional<SharedAlarm::Kind> kindFrom(const QString &word)
{
    for (int kind = 0; kind <= int(kLastAlarmKind); ++kind) {
        if (toString(SharedAlarm::Kind(kind)) == word)
            return SharedAlarm::Kind(kind);
    }
    return std::nullopt;
}

} // namespace

Result<connectors::PgOptions> teamOptions(const TeamConfig &team, const connectors::SecretResolver &secrets)
{
    const auto cert = secrets(team.cert);
    if (!cert)
        return cert.error();
    return connectors::PgOptions{.host = team.host,
                                 .port = QString::number(team.port),
                                 .database = team.database,
                                 .user = team.user,
                                 .rootCertificate = team.caFile,
                                 .certificate = *cert,
                                 .key = team.keyFile};
}

Result<std::unique_ptr<ConnectionTest>> teamTest(const TeamConfig &team, const connectors::SecretResolver &secrets)
{
    const auto options = teamOptions(team, secrets);
    if (!options)
        return options.error();
    return connectors::makeTeamTest(kTeamName, *options);
}

QString leaseName(const Workspace &workspace) { return QStringLiteral("guard/") + workspace.name; }

Draft teamAlarmDraft(const SharedAlarm &alarm, bool healed)
{
    Draft draft;
    draft.kind = healed ? kTeamHealedKind : kTeamAlarmKind;
    draft.fields = {{QStringLiteral("alarm"), QJsonObject{{QStringLiteral("kind"), toString(alarm.kind)},
                                                          {QStringLiteral("index"), qint64(alarm.index)},
                                                          {QStringLiteral("words"), alarm.words.left(1'000)},
                                                          {QStringLiteral("hint"), alarm.hint.left(1'000)}}}};
    return draft;
}

TeamFollower::~TeamFollower() = default;

void TeamFollower::setConfig(const JournalConfig &config)
{
    TeamConfig team = config.team;
    team.at = {};
    if (m_config == std::pair(team, config.domain))
        return;
    const bool followed = m_log != nullptr;
    m_log.reset(); // before another one opens the same copy
    m_config = {team, config.domain};
    if (!team.isEmpty())
        return open(config);
    if (followed) {
        m_doors.journal->setReached(JournalLevel::Shared, 0); // nothing is in its way any more
        m_doors.journal->setShared({});
    }
}

void TeamFollower::open(const JournalConfig &config)
{
    const auto options = teamOptions(config.team, m_doors.secrets);
    if (!options) {
        qCWarning(lcSession).noquote() << options.error().toString();
        SharedLogState state;
        state.state = SharedLogState::State::Away;
        state.words = options.error().toString();
        state.trouble = options.error().message;
        m_doors.journal->setUnreachable(JournalLevel::Shared, options.error());
        return m_doors.journal->setShared(state);
    }
    SharedLogOptions shared{.store = std::make_shared<connectors::PgStore>(*options),
                            .mirrorFile = m_doors.mirrorFile,
                            .keys = m_doors.keys,
                            .domain = config.domain.isEmpty() ? QString(kDefaultDomain) : config.domain,
                            .signsHeads = true};
    m_log = std::make_unique<SharedLog>(*m_doors.journal, std::move(shared));
    connect(m_log.get(), &SharedLog::alarm, this, [this](const SharedAlarm &alarm) { take(alarm, false); });
    connect(m_log.get(), &SharedLog::stateChanged, this, &TeamFollower::lookForHealed);
}

void TeamFollower::finish(int ms)
{
    if (m_log)
        m_log->finish(ms);
}

void TeamFollower::lookForHealed(const SharedLogState &state)
{
    for (const SharedAlarm &alarm : state.alarms) {
        // A lost decision does not come back: that it is old news is no entry.
        if (alarm.healedMs != 0 && alarm.kind != SharedAlarm::Kind::GateLost)
            take(alarm, true);
    }
}

void TeamFollower::take(const SharedAlarm &alarm, bool healed)
{
    if (healed && m_remembers && !m_open.contains(keyOf(alarm)))
        return;
    m_unwritten.append({alarm, healed});
    if (m_remembers)
        return record();
    if (std::exchange(m_asking, true))
        return;
    m_doors.journal->entries(
        {.limit = kLookBack, .kinds = {kTeamAlarmKind, kTeamHealedKind}},
        m_inbox.wrap([this](const Result<QList<JournalEntry>> &entries) {
            m_asking = false;
            if (!entries)
                return; // with the next alarm, or the next time this one is found
            for (qsizetype i = entries->size(); i-- > 0;) {
                const QJsonObject said = entries->at(i).payload.value(QLatin1String("alarm")).toObject();
                const auto kind = kindFrom(said.value(QLatin1String("kind")).toString());
                if (!kind)
                    continue;
                const std::pair key(int(*kind), quint64(said.value(QLatin1String("index")).toInteger()));
                if (entries->at(i).kind == kTeamAlarmKind)
                    m_open.insert(key);
                else
                    m_open.remove(key);
            }
            m_remembers = true;
            record();
        }));
}

void TeamFollower::record()
{
    for (const auto &[alarm, healed] : std::exchange(m_unwritten, {})) {
        if (m_open.contains(keyOf(alarm)) != healed)
            continue;
        if (healed)
            m_open.remove(keyOf(alarm));
        else
            m_open.insert(keyOf(alarm));
        m_doors.journal->append(teamAlarmDraft(alarm, healed), [](const Result<Receipt> &) {});
    }
}

} // namespace astern::app

#include "moc_teamfollower.cpp"
