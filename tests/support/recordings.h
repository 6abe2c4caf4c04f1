// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/recorded.h"
#include "models/policy/canonicalform.h"
#include "models/policy/reader.h"
#include "models/workspace/workspace.h"
#include "tests/support/samples.h"

#include <QDir>
#include <QFile>

// A workspace's policies on the disk, and rollouts whose samples a guard has kept.
namespace astern::recordings {

// What the shop lives by: a canary beside the stable version, a limit, and silence.
inline QByteArray policyText()
{
    return "# Errors of the canary beside those of the stable version, and a limit of their own.\n"
           "policy: astern/v1\n"
           "id: checkout-slo\n"
           "revision: 12\n"
           "owner: team-payments\n"
           "applies_to: {service: checkout, environments: [prod], strategies: [canary]}\n"
           "time: {tick: 10s, lateness: 15s, max_duration: 40m}\n"
           "signals:\n"
           "  http:\n"
           "    kind: events\n"
           "    scrape: 10s\n"
           "    total: {source: prom, series: http_requests_total}\n"
           "    bad: {source: prom, series: http_requests_total, where: {status: \"5xx\"}}\n"
           "    error_class: server_error\n"
           "rules:\n"
           "  - {id: errors, type: threshold, signal: http, role: new, above: 2%, window: 30s, for: 120s, severity: "
           "major}\n"
           "  - id: versus-stable\n"
           "    type: compare.ratio\n"
           "    signal: http\n"
           "    direction: higher_is_bad\n"
           "    mode: observe\n"
           "  - {id: gone, type: missing, signal: http, role: new, stale_after: 45s, unknown_after: 60s}\n"
           "ladder:\n"
           "  on_transient: [{do: hold}]\n"
           "  on_systemic: [{do: rollback}, {do: page, to: oncall-payments, when: not_confirmed}]\n"
           "  on_unknown: [{do: hold}]\n"
           "  on_external: [{do: hold}, {do: page, to: oncall-platform}]\n";
}

inline void writePolicy(const QString &workspaceFolder, const QString &name, const QByteArray &text)
{
    QDir(workspaceFolder).mkpath(QLatin1String(kPolicyFolder));
    QFile file(QDir(workspaceFolder).filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
}

// Ten minutes of a canary whose requests fail at `ratio` from the third minute on, to the sixth; the newest sample is
// as old as `endMs` says.
inline QString record(const QString &dataFolder, const QByteArray &policy, qint64 endMs, double ratio = 0.05,
                      const char *place = "checkout@prod/eu-1")
{
    const qint64 startMs = endMs - 600'000;
    const auto reading = policy::readText(policy, {});
    if (!reading.policy)
        qFatal("%s", qPrintable(reading.issues.value(0).toString()));
    const policy::RecordGround ground{
        .atMs = startMs,
        .service = QString::fromLatin1(place).section(u'@', 0, 0),
        .place = QLatin1String(place),
        .rollout = {.id = QStringLiteral("%1#6f9d@%2").arg(QLatin1String(place)).arg(startMs),
                    .startMs = startMs,
                    .newLabels = {{QStringLiteral("v"), QStringLiteral("new")}},
                    .stableLabels = {{QStringLiteral("v"), QStringLiteral("old")}},
                    .sameSlots = {}},
        .policies = {{reading.policy->id, reading.policy->revision, policy::digestOf(*reading.policy), policy}}};
    std::vector<policy::Record> records;
    qint64 counts[2][2] = {};
    for (qint64 at = startMs - 300'000; at <= endMs; at += 10'000) {
        for (int version = 0; version < 2; ++version) {
            if (version == 1 && at < startMs)
                continue;
            const bool ill = version == 1 && at > startMs + 180'000 && at <= startMs + 360'000;
            const qint64 bad = ill ? qint64(400 * ratio) : (at / 10'000) % 5 == 0 ? 1 : 0;
            counts[version][0] += 400 - bad;
            counts[version][1] += bad;
            for (int status = 0; status < 2; ++status)
                records.push_back(policy::SampleRecord{
                    QStringLiteral("prom"),
                    QStringLiteral("http_requests_total"),
                    {{QStringLiteral("v"), version == 1 ? QStringLiteral("new") : QStringLiteral("old")},
                     {QStringLiteral("status"), status == 1 ? QStringLiteral("500") : QStringLiteral("200")}},
                    at,
                    at + 100,
                    double(counts[version][status])});
        }
        records.push_back(policy::HeartbeatRecord{at + 5'000});
    }
    policy::RecordStore store(guard::samplesFolder(dataFolder));
    if (!store.begin(ground) || !store.append(ground.rollout.id, records))
        qFatal("the rollout cannot be recorded");
    return ground.rollout.id;
}

// The workspace on the disk with these policies, as an engine would have read them.
inline void equip(Workspace &workspace, const QString &folder, const QMap<QString, QByteArray> &files)
{
    workspace.folder = folder;
    PolicyTexts texts;
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        writePolicy(folder, file.key(), file.value());
        texts.insert(file.key(), file.value());
    }
    workspace.policies = readPolicies(texts, workspace);
    for (ServiceConfig &service : workspace.services) {
        if (service.id == QLatin1String("checkout"))
            service.policies = {QStringLiteral("checkout-slo")};
    }
}

} // namespace astern::recordings
