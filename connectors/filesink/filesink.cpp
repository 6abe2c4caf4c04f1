// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/filesink/filesink.h"

#include "connectors/filesink/copyfile.h"
#include "models/base/inbox.h"

#include <QCoreApplication>
#include <QThread>

namespace astern::connectors {
namespace {

// What works on the medium: it may hang, and then nobody waits for it but its own thread.
class Worker final : public QObject {
public:
    Worker(const QString &path, Redaction redaction) : m_copy(path, redaction) {}
    [[nodiscard]] CopyFile &copy() { return m_copy; }

private:
    CopyFile m_copy;
};

class FileSink final : public JournalSink {
public:
    explicit FileSink(const SinkConfig &config)
        : m_thread(new QThread), m_worker(new Worker(config.path, config.redact)), m_inbox(this)
    {
        m_thread->setObjectName(QStringLiteral("copy"));
        m_worker->moveToThread(m_thread);
        QObject::connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread->start();
    }
    ~FileSink() override
    {
        // A medium that hangs must not hold up the end of the program: what hangs on it is left behind.
        m_thread->quit();
        if (m_thread->wait(2'000))
            delete m_thread;
    }

    void send(const QList<LoggedLeaf> &batch, std::function<void(const SinkAnswer &)> done) override
    {
        const int number = ++m_number;
        auto answered = m_inbox.wrap([this, number, done](const SinkAnswer &answer) {
            if (number == m_number)
                done(answer);
        });
        QMetaObject::invokeMethod(m_worker,
                                  [worker = m_worker, batch, answered] { answered(worker->copy().append(batch)); });
    }
    void cancel() override { ++m_number; }

private:
    QThread *m_thread;
    Worker *m_worker;
    int m_number = 0;
    Inbox m_inbox;
};

class FileTest final : public ConnectionTest {
public:
    explicit FileTest(const SinkConfig &config) : m_config(config) {}
    void start(Told told) override
    {
        using State = ConnectionLine::State;
        const Result<Ok> can = CopyFile(m_config.path, m_config.redact).look();
        told({m_config.id,
              m_config.type,
              {{State::Good, QStringLiteral("address"), QCoreApplication::translate("Ship", "File"), m_config.path, {}},
               {can ? State::Good : State::Wrong, QStringLiteral("answer"),
                QCoreApplication::translate("Ship", "Writable"),
                can ? QCoreApplication::translate("Ship", "yes") : can.error().message,
                can ? QString() : can.error().hint}},
              true});
    }

private:
    const SinkConfig m_config;
};

} // namespace

std::unique_ptr<JournalSink> makeFileSink(const SinkConfig &config) { return std::make_unique<FileSink>(config); }

std::unique_ptr<ConnectionTest> makeFileTest(const SinkConfig &config) { return std::make_unique<FileTest>(config); }

} // namespace astern::connectors
