// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/syslog/syslog.h"
#include "connectors/syslog/syslogwriter.h"

#include <QSslSocket>
#include <QTimer>

#include <deque>

namespace astern::connectors {

// One connection to a collector: opened when it is needed, kept until the other side ends it.
class SyslogLink : public QObject {
    Q_OBJECT
public:
    SyslogLink(const SinkConfig &config, const SyslogTimes &times);
    ~SyslogLink() override; // a proper end: what was written before is written, TLS is shut down

    // Ok: the handshake is done, and the other side has not hung up for a while after it.
    void open(std::function<void(const Result<Ok> &)> done);
    [[nodiscard]] bool isOpen() const { return m_open; }
    // Ok: every byte left, and the other side has not hung up for a while after that.
    void write(const QByteArray &bytes, std::function<void(const Result<Ok> &)> done);
    [[nodiscard]] QString protocol() const; // "TLS 1.3", once it is open

Q_SIGNALS:
    void ended(const astern::Error &why); // of an open one with nothing under way

private:
    void end(const Error &why);
    void wrote();
    [[nodiscard]] Error errorOf(const QString &words) const;

    const SinkConfig m_config;
    const SyslogTimes m_times;
    QSslSocket *m_socket;
    QTimer m_timer;
    bool m_open = false;
    bool m_over = false;
    bool m_settling = false;
    std::function<void(const Result<Ok> &)> m_done;
};

class SyslogSink final : public JournalSink {
    Q_OBJECT
public:
    SyslogSink(const SinkConfig &config, const Clock &clock, const SyslogTimes &times);

    void send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done) override;
    void cancel() override;
    void tellHead(quint64 size, const QString &root) override;

private:
    void write(const QByteArray &bytes);
    void lost(const Error &why);

    const SinkConfig m_config;
    const Clock &m_clock;
    const SyslogTimes m_times;
    SyslogSource m_source;
    SyslogLink *m_link = nullptr;
    std::function<void(const SinkAnswer &)> m_done;
    QByteArray m_under; // frames of the batch under way
    struct Sent {
        qint64 monoMs = 0;
        QByteArray frames;
    };
    std::deque<Sent> m_doubtful; // handed over on this connection, not long ago
    QByteArray m_again;          // of a connection that broke
    QString m_journal;
    QString m_writer;
    qint64 m_digestMs = -1; // monotonic: of the last one on this connection
};

} // namespace astern::connectors
