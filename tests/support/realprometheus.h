// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <optional>

namespace astern::test {

// Debian's Prometheus on a free loopback port, with configuration and data in a folder of its own. Nothing of it
// outlives the test: it is ended by its pid, and dies with the test where that is killed.
class RealPrometheus {
public:
    // Scrapes the targets ("127.0.0.1:port") every `scrapeMs`.
    explicit RealPrometheus(const QList<QByteArray> &targets, int scrapeMs = 500);
    ~RealPrometheus();
    RealPrometheus(const RealPrometheus &) = delete;
    RealPrometheus &operator=(const RealPrometheus &) = delete;

    // Starts it and waits until the server that answers is proven to be this one, by a label that no other has.
    // Answers with why not, or nothing. Again after stop(): same port, same data.
    [[nodiscard]] QString start();
    void stop();
    // Samples of the past, in the OpenMetrics format with their times; before start(). The error, or nothing.
    [[nodiscard]] QString load(const QByteArray &openMetrics);
    [[nodiscard]] QUrl url() const;

    // What the server itself says, read by other code than Astern's: the value of the one series that the query has
    // at that instant. nullopt: none or several, or no answer.
    struct Answer {
        double value = 0;
        qint64 atMs = 0; // as the server repeats it
    };
    [[nodiscard]] std::optional<Answer> query(const QString &expression, qint64 atMs);
    [[nodiscard]] QByteArray get(const QString &path); // empty: no answer of status 200
    // A form; the body whatever the status is.
    [[nodiscard]] QByteArray post(const QString &path, const QByteArray &form, int *status = nullptr);

private:
    [[nodiscard]] QString tryStart();
    static void wait(QNetworkReply *reply);

    QTemporaryDir m_folder;
    QByteArray m_label; // what tells this server from every other
    quint16 m_port = 0;
    QProcess m_process;
    QNetworkAccessManager m_network;
};

} // namespace astern::test
