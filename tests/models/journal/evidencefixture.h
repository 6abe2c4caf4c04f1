// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/uuid7.h"
#include "models/journal/bundle.h"
#include "models/journal/envelope.h"
#include "models/journal/subjectkeys.h"
#include "tests/models/journal/journalfixture.h"

namespace astern::test {

// A journal with operations, a person who was erased or not, and a checkpoint that the log and a witness signed.
class EvidenceFixture {
public:
    // Entries besides genesis and enrolments; an intent, its outcome, and again.
    EvidenceFixture(const QString &folder, int entries) : m_folder(folder)
    {
        auto lock = JournalLock::tryTake(folder);
        LocalJournal journal(LocalJournalOptions{.folder = folder, .keys = m_keys}, std::move(*lock.value()));
        const auto first = test::entries(journal);
        m_writer =
            first->last().payload.value(QLatin1String("writer")).toObject().value(QLatin1String("id")).toString();
        if (!m_keys->load(QStringLiteral("log")))
            (void)m_keys->store(QStringLiteral("log"), viewOf(sha256("a log")).toByteArray());
        m_log = std::make_unique<DeviceKey>(m_keys->load(QStringLiteral("log")).value());
        m_device = std::make_unique<DeviceKey>(m_keys->load(QStringLiteral("device")).value());
        Draft enrol{.kind = QStringLiteral("key.enrol")};
        enrol.fields.insert(QStringLiteral("key"), QJsonObject{{QStringLiteral("alg"), QStringLiteral("ed25519")},
                                                               {QStringLiteral("keyid"), m_device->id()},
                                                               {QStringLiteral("public"),
                                                                QString::fromLatin1(toBase64(m_device->publicKey()))}});
        enrol.fields.insert(QStringLiteral("log"), QJsonObject{{QStringLiteral("origin"), origin()},
                                                               {QStringLiteral("vkey"), logKey().vkey()}});
        orFail(append(journal, enrol));
        for (int i = 0; i < entries; ++i) {
            if (i % 2 == 0)
                m_sagas.append(Uuid7::next());
            Draft draft{.kind = i % 2 == 0 ? QStringLiteral("rollback.intent") : QStringLiteral("rollback.outcome"),
                        .saga = m_sagas.last()};
            draft.fields.insert(QStringLiteral("subject"),
                                QJsonObject{{QStringLiteral("service"), QStringLiteral("checkout é \"1\"")}});
            draft.fields.insert(QStringLiteral("actor"), QJsonObject{{QStringLiteral("ref"), QStringLiteral("psn-1")}});
            if (i % 2 == 0)
                draft.personal = {{QStringLiteral("rationale"), QStringLiteral("errors at 3 percent — <b>&\n")},
                                  {QStringLiteral("actor.name"), QStringLiteral("Somebody")}};
            orFail(append(journal, draft));
        }
        m_size = quint64(test::entries(journal)->first().index) + 1;
    }
    [[nodiscard]] QString origin() const { return QStringLiteral("astern.local/journal/w/") + m_writer; }
    [[nodiscard]] NoteKey logKey() const { return {origin(), NoteKey::Type::Ed25519, m_log->publicKey()}; }
    [[nodiscard]] NoteKey witnessKey() const
    {
        return {QStringLiteral("witness.example/b"), NoteKey::Type::Cosignature, m_witness.publicKey()};
    }
    [[nodiscard]] const DeviceKey &device() const { return *m_device; }
    [[nodiscard]] quint64 size() const { return m_size; }
    [[nodiscard]] const QStringList &sagas() const { return m_sagas; }
    [[nodiscard]] QString index() const { return m_folder + QStringLiteral("/journal.db"); }

    // A checkpoint of the first `size` entries, signed by the log and the witness.
    [[nodiscard]] SignedNote note(JournalReader &reader, quint64 size) const
    {
        SignedNote note = signCheckpoint(*m_log, {origin(), size, reader.rootAt(size).value()});
        note.signatures.append(cosignNote(m_witness, witnessKey().name, note.body, 1'800'000'000));
        return note;
    }
    // Kept in the index as the newest one.
    void keepNote(quint64 size) const
    {
        const auto reader = JournalReader::open(index()).value();
        const QByteArray text = note(*reader, size).text();
        const Hash root = reader->rootAt(size).value();
        auto db = Database::open(index(), Database::Mode::ReadWrite, 1000).value();
        orFail(db->exec("DROP TRIGGER IF EXISTS note_insert"));
        auto add =
            db->prepare(QStringLiteral("INSERT OR REPLACE INTO note(origin,size,root,note,at_ms) VALUES(?,?,?,?,0)"))
                .value();
        orFail(add.bind(1, origin()).bind(2, size).bind(3, viewOf(root)).bind(4, QByteArrayView(text)).run());
    }
    [[nodiscard]] Bundle::Parts parts(JournalReader &reader)
    {
        if (!m_subjects)
            m_subjects = SubjectKeys::open(m_folder + QStringLiteral("/subjects.db"),
                                           m_keys->load(QStringLiteral("wrapping")).value())
                             .value();
        return {.reader = &reader,
                .logKey = logKey(),
                .witnesses = {witnessKey()},
                .device = m_device.get(),
                .open = [this](const SealedOpening &sealed) -> Result<Opening> {
                    const auto key = m_subjects->existing(sealed.subject);
                    return key ? openSealed(sealed, *key) : Result<Opening>(key.error());
                },
                .documents = {}};
    }

private:
    template <class T>
    static void orFail(const Result<T> &result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().toString()));
    }

    QString m_folder, m_writer;
    std::shared_ptr<MemoryKeys> m_keys = std::make_shared<MemoryKeys>();
    std::unique_ptr<DeviceKey> m_log, m_device;
    DeviceKey m_witness{viewOf(sha256("a witness")).toByteArray()};
    std::unique_ptr<SubjectKeys> m_subjects;
    QStringList m_sagas;
    quint64 m_size = 0;
};

} // namespace astern::test
