// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/versionexporter.h"

#include "models/base/clock.h"

#include <cmath>

namespace astern::test {

VersionExporter::VersionExporter(const QByteArray &service) : m_service(service)
{
    m_server.handle([this](const FakeRequest &request) {
        return request.path == "/metrics" ? FakeReply::text(200, render(), "text/plain; version=0.0.4")
                                          : FakeReply::text(404, "404 page not found\n");
    });
}

void VersionExporter::grow(Version &version, qint64 nowMs)
{
    const double requests = version.traffic.requestsPerSecond * double(nowMs - version.atMs) / 1000;
    version.requests += requests;
    version.errors += requests * version.traffic.errorRatio;
    version.slow += requests * version.traffic.slowRatio;
    version.atMs = nowMs;
}

void VersionExporter::set(const QByteArray &hash, const Traffic &traffic)
{
    const qint64 now = SystemClock().monoMs();
    const std::lock_guard lock(m_mutex);
    Version &version = m_versions[hash];
    if (version.atMs != 0)
        grow(version, now);
    version.atMs = now;
    version.traffic = traffic;
}

void VersionExporter::remove(const QByteArray &hash)
{
    const std::lock_guard lock(m_mutex);
    m_versions.erase(hash);
}

QByteArray VersionExporter::target() const { return "127.0.0.1:" + QByteArray::number(m_server.port()); }

QByteArray VersionExporter::render()
{
    const qint64 now = SystemClock().monoMs();
    QByteArray requests = "# TYPE http_requests_total counter\n";
    QByteArray durations = "# TYPE http_request_duration_seconds histogram\n";
    const std::lock_guard lock(m_mutex);
    for (auto &[hash, version] : m_versions) {
        grow(version, now);
        const QByteArray labels = "service=\"" + m_service + "\",rollouts_pod_template_hash=\"" + hash + '"';
        const auto whole = [](double count) { return QByteArray::number(qint64(std::floor(count))); };
        const double good = std::floor(version.requests) - std::floor(version.errors);
        requests += "http_requests_total{" + labels + ",status=\"200\"} " + whole(good) + '\n';
        requests += "http_requests_total{" + labels + ",status=\"500\"} " + whole(version.errors) + '\n';
        const double quick = std::floor(version.requests) - std::floor(version.slow);
        const std::pair<const char *, double> buckets[] = {
            {"0.1", std::floor(quick / 2)}, {"0.3", quick}, {"1", version.requests}, {"+Inf", version.requests}};
        for (const auto &[bound, count] : buckets)
            durations +=
                "http_request_duration_seconds_bucket{" + labels + ",le=\"" + bound + "\"} " + whole(count) + '\n';
        durations += "http_request_duration_seconds_sum{" + labels + "} " +
                     QByteArray::number(quick * 0.1 + version.slow * 0.5) + '\n';
        durations += "http_request_duration_seconds_count{" + labels + "} " + whole(version.requests) + '\n';
    }
    return requests + durations;
}

} // namespace astern::test
