// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/realserver.h"

#include <QList>

#include <optional>

namespace astern::test {

// A server that answers the Prometheus query API.
class RealMetrics : public RealServer {
public:
    virtual ~RealMetrics() = default;
    // What the server itself says, read by other code than Astern's: the value of the one series that the query has
    // at that instant. nullopt: none or several, or no answer.
    struct Answer {
        double value = 0;
        qint64 atMs = 0; // as the server repeats it
    };
    [[nodiscard]] std::optional<Answer> query(const QString &expression, qint64 atMs);

protected:
    // `moreFields` of each question: "&nocache=1".
    explicit RealMetrics(const char *package, const QByteArray &moreFields = {})
        : RealServer(package), m_moreFields(moreFields)
    {
    }
    // A scrape configuration for targets ("127.0.0.1:port").
    static QByteArray scrapes(const QList<QByteArray> &targets, int scrapeMs, const QByteArray &moreGlobal);

private:
    QByteArray m_moreFields;
};

// Debian's Prometheus.
class RealPrometheus final : public RealMetrics {
public:
    // Rules are evaluated as often as it scrapes, and who is told of the alerts that they raise.
    struct Alerting {
        QByteArray rules;        // a rule file, YAML
        QByteArray alertmanager; // "127.0.0.1:port"
    };
    // Scrapes the targets ("127.0.0.1:port") every `scrapeMs`.
    explicit RealPrometheus(const QList<QByteArray> &targets, int scrapeMs = 500, const Alerting &alerting = {});
    ~RealPrometheus() override { stop(); }

    // Samples of the past, in the OpenMetrics format with their times; before start(). The error, or nothing.
    [[nodiscard]] QString load(const QByteArray &openMetrics);

private:
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;

    QByteArray m_label; // what tells this server from every other
};

// Debian's VictoriaMetrics, with the settings that it comes with: its newest 30 s are hidden.
class RealVictoria final : public RealMetrics {
public:
    explicit RealVictoria(const QList<QByteArray> &targets, int scrapeMs = 500);
    ~RealVictoria() override { stop(); }

    // Samples in the text format of Prometheus, with their times; seen a moment later.
    [[nodiscard]] bool import(const QByteArray &lines);

private:
    [[nodiscard]] QStringList arguments(quint16 port) const override;
    [[nodiscard]] bool isReadyAndMine() override;
};

} // namespace astern::test
