// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/syslog/syslogsink.h"

#include "connectors/http/httperror.h"
#include "connectors/http/tls.h"
#include "models/journal/shipfacts.h"

#include <QCoreApplication>
#include <QHostInfo>

namespace astern::connectors {
namespace {

constexpr qsizetype kMostDoubtful = 4 << 20;

} // namespace

SyslogLink::SyslogLink(const SinkConfig &config, const SyslogTimes &times)
    : m_config(config), m_times(times), m_socket(new QSslSocket(this)), m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_settling) {
            m_settling = false;
            m_open = true;
            if (const auto done = std::exchange(m_done, {}))
                done(Ok{});
            return;
        }
        end(errorOf(m_open ? tr("it has stopped reading") : tr("no answer")));
    });
    connect(m_socket, &QSslSocket::encrypted, this, [this] {
        // With TLS 1.3 this side is done before the other one has looked at the certificate.
        m_settling = true;
        m_timer.start(m_times.settleMs);
    });
    connect(m_socket, &QSslSocket::encryptedBytesWritten, this, &SyslogLink::wrote);
    connect(m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        Error error = tlsError(m_config.id, QUrl(), errors, m_socket->errorString());
        error.where = m_config.where();
        end(error);
    });
    connect(m_socket, &QSslSocket::errorOccurred, this, [this] { end(errorOf(m_socket->errorString())); });
    connect(m_socket, &QSslSocket::disconnected, this, [this] { end(errorOf(tr("it has closed the connection"))); });
    // A collector has nothing to say.
    connect(m_socket, &QSslSocket::readyRead, this, [this] { (void)m_socket->readAll(); });
}

SyslogLink::~SyslogLink()
{
    m_socket->disconnect(this);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return;
    // Left half way, it is the collector's log that says so.
    m_socket->setParent(nullptr);
    QObject::connect(m_socket, &QSslSocket::disconnected, m_socket, &QObject::deleteLater);
    m_socket->disconnectFromHost();
    if (m_socket->state() == QAbstractSocket::UnconnectedState)
        m_socket->deleteLater();
}

Error SyslogLink::errorOf(const QString &words) const
{
    return {.kind = Error::Kind::Unreachable,
            .message = tr("%1: %2").arg(m_config.id, words),
            .where = m_config.where(),
            .hint = tr("Look whether the collector runs, and whom its certificates allow.")};
}

void SyslogLink::open(std::function<void(const Result<Ok> &)> done)
{
    m_done = std::move(done);
    const Result<QSslConfiguration> tls =
        tlsFromFiles(m_config.connection.caFile, m_config.connection.certFile, m_config.connection.keyFile);
    if (!tls) {
        const Error error = tls.error();
        QMetaObject::invokeMethod(this, [this, error] { end(error); }, Qt::QueuedConnection);
        return;
    }
    m_socket->setSslConfiguration(*tls);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_timer.start(m_times.connectMs);
    m_socket->connectToHostEncrypted(m_config.host, m_config.port);
}

void SyslogLink::write(const QByteArray &bytes, std::function<void(const Result<Ok> &)> done)
{
    m_done = std::move(done);
    m_settling = false; // of what was written before: this comes after it
    m_timer.start(m_times.writeMs);
    if (m_socket->write(bytes) != bytes.size())
        QMetaObject::invokeMethod(this, [this] { end(errorOf(m_socket->errorString())); }, Qt::QueuedConnection);
}

void SyslogLink::wrote()
{
    if (!m_open || !m_done || m_settling)
        return;
    if (m_socket->bytesToWrite() > 0 || m_socket->encryptedBytesToWrite() > 0) {
        m_timer.start(m_times.writeMs);
        return;
    }
    m_settling = true;
    m_timer.start(m_times.settleMs);
}

void SyslogLink::end(const Error &why)
{
    if (std::exchange(m_over, true))
        return;
    m_open = false;
    m_settling = false;
    m_timer.stop();
    if (const auto done = std::exchange(m_done, {}))
        done(why);
    else
        Q_EMIT ended(why);
}

QString SyslogLink::protocol() const
{
    return m_socket->sessionProtocol() == QSsl::TlsV1_3 ? QStringLiteral("TLS 1.3") : QStringLiteral("TLS 1.2");
}

SyslogSink::SyslogSink(const SinkConfig &config, const Clock &clock, const SyslogTimes &times)
    : m_config(config), m_clock(clock), m_times(times),
      m_source{QHostInfo::localHostName(), QCoreApplication::applicationPid(), config.enterprise, config.maxMessage}
{
}

void SyslogSink::send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done)
{
    m_done = std::move(done);
    m_under.clear();
    for (const LoggedLeaf &leaf : batch)
        m_under += syslogFrame(syslogMessage(leaf, m_config.redact, m_source));
    const ShipFacts facts = shipFacts(batch.constLast(), Redaction::Full);
    m_journal = facts.journal;
    m_writer = facts.writer;
    if (m_link)
        return write(std::exchange(m_again, {}) + m_under);
    m_link = new SyslogLink(m_config, m_times);
    m_link->setParent(this);
    connect(m_link, &SyslogLink::ended, this, &SyslogSink::lost);
    m_link->open([this](const Result<Ok> &open) {
        if (!open)
            return lost(open.error());
        m_digestMs = -1;
        write(m_again + m_under);
    });
}

void SyslogSink::write(const QByteArray &bytes)
{
    m_link->write(bytes, [this, bytes](const Result<Ok> &written) {
        if (!written)
            return lost(written.error());
        m_again.clear();
        const qint64 now = m_clock.monoMs();
        m_doubtful.push_back({now, bytes});
        qsizetype kept = 0;
        for (const Sent &sent : m_doubtful)
            kept += sent.frames.size();
        while (m_doubtful.size() > 1 && (m_doubtful.front().monoMs < now - m_times.doubtMs || kept > kMostDoubtful)) {
            kept -= m_doubtful.front().frames.size();
            m_doubtful.pop_front();
        }
        m_under.clear();
        if (const auto done = std::exchange(m_done, {}))
            done({.kind = SinkAnswer::Kind::HandedOver});
    });
}

void SyslogSink::lost(const Error &why)
{
    if (!m_link)
        return;
    std::exchange(m_link, nullptr)->deleteLater();
    const qint64 now = m_clock.monoMs();
    for (const Sent &sent : std::exchange(m_doubtful, {})) {
        if (sent.monoMs >= now - m_times.doubtMs)
            m_again += sent.frames;
    }
    m_under.clear();
    if (const auto done = std::exchange(m_done, {}))
        done({.kind = SinkAnswer::Kind::Later, .error = why});
}

void SyslogSink::cancel()
{
    m_done = {};
    lost({});
}

void SyslogSink::tellHead(quint64 size, const QString &root)
{
    const qint64 now = m_clock.monoMs();
    if (!m_link || m_done || (m_digestMs >= 0 && now - m_digestMs < m_times.digestMs))
        return;
    m_digestMs = now;
    m_link->write(syslogFrame(syslogDigest(m_journal, m_writer, size, root, m_clock.wallMs(), m_source)),
                  [this](const Result<Ok> &written) {
                      if (!written)
                          lost(written.error());
                  });
}

std::unique_ptr<JournalSink> makeSyslogSink(const SinkConfig &config, const Clock &clock, const SyslogTimes &times)
{
    return std::make_unique<SyslogSink>(config, clock, times);
}

namespace {

class SyslogTest final : public ConnectionTest {
public:
    SyslogTest(const SinkConfig &config, const SyslogTimes &times) : m_config(config), m_link(config, times) {}
    void start(Told told) override
    {
        using State = ConnectionLine::State;
        m_report = {
            m_config.id,
            m_config.type,
            {{State::Good,
              QStringLiteral("address"),
              QCoreApplication::translate("Ship", "Address"),
              m_config.where(),
              {}},
             {State::Waiting, QStringLiteral("answer"), QCoreApplication::translate("Ship", "Connection"), {}, {}}},
            false};
        told(m_report);
        m_link.open([this, told](const Result<Ok> &open) {
            ConnectionLine &line = m_report.lines.last();
            line.state = open ? State::Note : State::Wrong;
            line.words = open ? QCoreApplication::translate("Ship", "%1, not refused; syslog never acknowledges")
                                    .arg(m_link.protocol())
                              : open.error().message;
            line.hint = open ? QString() : open.error().hint;
            m_report.complete = true;
            told(m_report);
        });
    }

private:
    const SinkConfig m_config;
    SyslogLink m_link;
    ConnectionReport m_report;
};

} // namespace

std::unique_ptr<ConnectionTest> makeSyslogTest(const SinkConfig &config, const Clock &, const SyslogTimes &times)
{
    return std::make_unique<SyslogTest>(config, times);
}

} // namespace astern::connectors
