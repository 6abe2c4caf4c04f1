// SPDX-License-Identifier: GPL-3.0-or-later
// P7: verifying a journal from its bytes. (a) chain, leaves, nodes and root against a signed checkpoint, beside a
// reading of the log with SHA-256 over the same bytes on one core; (b) with every signature, beside the bare Ed25519
// verifications of the same messages on all cores.
#include "bench.h"
#include "longjournal.h"

#include "connectors/local/filekeystore.h"
#include "models/journal/envelope.h"
#include "models/journal/reader.h"
#include "models/journal/verify/verify.h"

#include <QDir>
#include <QFile>

#include <sodium.h>

#include <atomic>
#include <thread>

namespace astern::bench {
namespace {

const unsigned char *raw(const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); }

class VerifyWork final : public Work {
public:
    VerifyWork(int entries, bool withSignatures) : m_withSignatures(withSignatures)
    {
        makeLongJournal(m_folder.file(QString()), entries);
        const auto reader = JournalReader::open(journal() + QStringLiteral("/journal.db"));
        const auto first = (*reader)->entry(0).value().payload().value();
        connectors::FileKeyStore keys(journal() + QStringLiteral(".keys"));
        const DeviceKey key(keys.load(QStringLiteral("device")).value());
        const Checkpoint head{QStringLiteral("bench.example/journal/w/") +
                                  first.value(QLatin1String("writer")).toObject().value(QLatin1String("id")).toString(),
                              (*reader)->size(), (*reader)->rootAt((*reader)->size()).value()};
        const QString note = m_folder.file(QStringLiteral("note"));
        QFile file(note);
        if (!file.open(QIODevice::WriteOnly) || file.write(signCheckpoint(key, head).text()) < 0)
            qFatal("the checkpoint cannot be written");
        m_sources = {.log = journal() + QStringLiteral("/log"), .database = journal() + QStringLiteral("/journal.db")};
        m_sources.trust = QStringList{NoteKey{head.origin, NoteKey::Type::Ed25519, key.publicKey()}.vkey()};
        m_sources.witness = QStringList{note};
        m_sources.since = withSignatures ? 0 : head.size;
        m_size = head.size;
        if (withSignatures)
            takeSigned(**reader, key.publicKey());
    }

    Round round(qsizetype) override
    {
        Round round;
        round.ours.append(microseconds([this] { m_report = verify::run(m_sources); }) / 1000);
        round.anchor.append(microseconds([this] { m_withSignatures ? verifyBare() : scan(); }) / 1000);
        return round;
    }

    QString prove() override
    {
        if (m_report.exitCode() != 0 || m_report.entries != m_size || m_report.vouched != m_size)
            return QStringLiteral("%1 of %2 entries, %3 findings")
                .arg(m_report.entries)
                .arg(m_size)
                .arg(m_report.failed());
        return m_withSignatures && m_good != m_messages.size() ? QStringLiteral("a bare signature does not verify")
                                                               : QString();
    }

private:
    [[nodiscard]] QString journal() const { return m_folder.file(QStringLiteral("journal")); }

    void scan()
    {
        for (const QString &name : QDir(m_sources.log).entryList({QStringLiteral("*.seg")}, QDir::Files)) {
            QFile file(QDir(m_sources.log).filePath(name));
            if (file.open(QIODevice::ReadOnly))
                m_hash = sha256(QByteArrayView(file.readAll()));
        }
    }

    void takeSigned(JournalReader &reader, const QByteArray &publicKey)
    {
        m_publicKey = publicKey;
        constexpr int kAtOnce = 1000;
        for (quint64 first = 0; first < m_size; first += kAtOnce) {
            const int count = int(std::min<quint64>(kAtOnce, m_size - first));
            const auto leaves = reader.leaves(first, count).value();
            for (const QByteArray &leaf : leaves) {
                const auto opened = Envelope::open(leaf).value();
                m_messages.append(Envelope::preAuth(kEntryType, opened.payload));
                m_signatures.append(opened.signature);
            }
        }
    }

    void verifyBare()
    {
        std::atomic<qsizetype> next{0};
        std::atomic<qsizetype> good{0};
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back([&] {
                for (qsizetype at = next++; at < m_messages.size(); at = next++) {
                    const QByteArray &message = m_messages.at(at);
                    good += crypto_sign_verify_detached(raw(m_signatures.at(at)), raw(message),
                                                        static_cast<unsigned long long>(message.size()),
                                                        raw(m_publicKey)) == 0;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        m_good = good;
    }

    Folder m_folder;
    bool m_withSignatures;
    verify::Sources m_sources;
    verify::Report m_report;
    quint64 m_size = 0;
    Hash m_hash{};
    QByteArray m_publicKey;
    QList<QByteArray> m_messages, m_signatures;
    qsizetype m_good = 0;
};

int entriesOf(Scale scale) { return scale == Scale::Usual ? 20'000 : longEntries(scale); }

} // namespace

void addVerify(Suite &suite)
{
    suite.add({.id = QStringLiteral("P7a"),
               .what = QStringLiteral("verify chain, leaves, nodes and root against a signed checkpoint"),
               .against = QStringLiteral("reading the log and SHA-256 over it, one core"),
               .unit = QStringLiteral("ms"),
               .target = 2,
               .sizes = {QStringLiteral("the journal")},
               .make = [](Scale scale) { return std::make_unique<VerifyWork>(entriesOf(scale), false); }});
    suite.add({.id = QStringLiteral("P7b"),
               .what = QStringLiteral("verify with every signature"),
               .against = QStringLiteral("the bare Ed25519 verifications on all cores"),
               .unit = QStringLiteral("ms"),
               .target = 1.2,
               .sizes = {QStringLiteral("the journal")},
               .make = [](Scale scale) { return std::make_unique<VerifyWork>(entriesOf(scale), true); }});
}

} // namespace astern::bench
