// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/bundle.h"

#include "models/base/ustar.h"
#include "models/journal/bundleparts.h"
#include "models/journal/canonical.h"
#include "models/journal/envelope.h"
#include "models/journal/proof.h"
#include "models/journal/tiles.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace astern::Bundle {
namespace {

constexpr int kMode = 0644;
constexpr char kManifestHead[] = "astern.evidence/v1\n";

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

class Builder {
public:
    Builder(const Request &request, const Parts &parts) : m_request(request), m_parts(parts), m_reader(*parts.reader) {}

    Result<QMap<QByteArray, QByteArray>> build()
    {
        using Step = Result<Ok> (Builder::*)();
        for (const Step step :
             {&Builder::findErasures, &Builder::findHead, &Builder::addKeys, &Builder::addChosen, &Builder::addErasures,
              &Builder::addNeighbours, &Builder::addWholeLog, &Builder::addOpenings, &Builder::addEvidence}) {
            if (auto done = (this->*step)(); !done)
                return done.error();
        }
        addDocuments();
        if (auto done = addManifest(); !done)
            return done.error();
        return std::move(m_members);
    }

private:
    using Entry = JournalReader::Entry;

    [[nodiscard]] bool isWhole() const { return m_request.chosen.isEmpty(); }
    // Gathering goes through the entries twice.
    [[nodiscard]] Result<Ok> goOn(quint64 done) const
    {
        constexpr quint64 kTellEvery = 64;
        const quint64 of = isWhole() ? m_head.size : quint64(m_entries.size());
        if (!m_request.goesOn || done % kTellEvery != 0 || m_request.goesOn(done, 2 * of))
            return Ok{};
        return Error{.kind = Error::Kind::Cancelled, .message = tr("The export was cancelled; nothing was written")};
    }
    void add(const QString &name, const QByteArray &bytes) { m_members.insert(name.toLatin1(), bytes); }

    Result<Ok> findHead()
    {
        quint64 last = 0;
        for (const Entry &entry : m_request.chosen + m_erasures)
            last = std::max(last, entry.index);
        const auto head = headFor(m_reader, m_parts.logKey.name, last);
        if (!head)
            return head.error();
        const auto opened = openCheckpoint(head->note, m_parts.logKey);
        if (!opened)
            return opened.error();
        const auto root = m_reader.rootAt(opened->checkpoint.size);
        if (!root)
            return root.error();
        if (*root != opened->checkpoint.root)
            return Error{.kind = Error::Kind::Malformed,
                         .message = tr("The newest checkpoint does not belong to these entries"),
                         .hint = tr("Verify the journal first")};
        m_head = opened->checkpoint;
        m_note = head->note;
        // A smaller head contradicts nothing: the newest one was just found to continue it.
        if (m_parts.logSigner && !isWhole()) {
            const auto before = m_reader.rootAt(std::min(m_head.size, last + 2));
            if (!before)
                return before.error();
            m_head = {m_head.origin, std::min(m_head.size, last + 2), *before};
            m_note = signCheckpoint(*m_parts.logSigner, m_head).text();
        }
        add(QStringLiteral("head/checkpoint"), m_note);
        return addCosigned();
    }

    // The newest head that somebody else has seen, and that it continues the one that the proofs are of.
    Result<Ok> addCosigned()
    {
        const auto notes = m_reader.notes();
        if (!notes)
            return notes.error();
        for (auto note = notes->crbegin(); note != notes->crend(); ++note) {
            const auto opened = openCheckpoint(note->note, m_parts.logKey, m_parts.witnesses);
            if (!opened || opened->signatures.size() < 2 || opened->checkpoint.size <= m_head.size)
                continue;
            const auto path = m_reader.consistencyPath(m_head.size, opened->checkpoint.size);
            if (!path)
                return path.error();
            QByteArray text;
            for (const Hash &hash : *path)
                text.append(toBase64(viewOf(hash))).append('\n');
            add(QStringLiteral("head/cosigned"), note->note);
            add(QStringLiteral("head/consistency"), text);
            break;
        }
        return Ok{};
    }

    Result<Ok> addProved(const Entry &entry, const QString &envelope, const QString &proofName)
    {
        const auto path = m_reader.inclusionPath(entry.index, m_head.size);
        if (!path)
            return path.error();
        add(envelope, entry.leaf);
        add(proofName, LogProof{entry.index, *path, m_note, {}}.text());
        m_shown.insert(entry.index, true);
        return Ok{};
    }

    // Whose signatures count where: the genesis, every change of keys, and the approvals that it rests on.
    Result<Ok> addKeys()
    {
        QStringList vkeys{m_parts.logKey.vkey()};
        for (const NoteKey &witness : m_parts.witnesses)
            vkeys.append(witness.vkey());
        vkeys.append(
            NoteKey{signerOf(m_parts.logKey.name), NoteKey::Type::Ed25519, m_parts.device->publicKey()}.vkey());
        add(QStringLiteral("keys/vkeys.txt"), vkeys.join(QLatin1Char('\n')).toUtf8() + '\n');
        QSet<QString> enrolments;
        for (const char *kind : {"journal.genesis", "key.", "approval.decided"}) {
            const auto entries = m_reader.ofKind(QString::fromLatin1(kind));
            if (!entries)
                return entries.error();
            for (const Entry &entry : *entries) {
                if (entry.index >= m_head.size ||
                    (entry.kind == QLatin1String("approval.decided") && !approves(entry, enrolments)))
                    continue;
                if (entry.kind == QLatin1String("key.enrol"))
                    enrolments.insert(toHex(entry.leafHash));
                const QString name = QStringLiteral("keys/%1").arg(entry.index, 12, 10, QLatin1Char('0'));
                if (auto done = addProved(entry, name + QStringLiteral(".json"), name + QStringLiteral(".tlog-proof"));
                    !done)
                    return done;
            }
        }
        return Ok{};
    }

    static bool approves(const Entry &entry, const QSet<QString> &enrolments)
    {
        const auto payload = entry.payload();
        const QJsonArray links = payload ? payload->value(QLatin1String("links")).toArray() : QJsonArray();
        return std::any_of(links.begin(), links.end(), [&](const QJsonValue &link) {
            return enrolments.contains(link.toObject().value(QLatin1String("leaf")).toString());
        });
    }

    Result<Ok> addEntry(const Entry &entry)
    {
        m_entries.insert(entry.index, entry);
        return addProved(entry, QStringLiteral("entry/%1.json").arg(entry.id),
                         QStringLiteral("proof/%1.tlog-proof").arg(entry.id));
    }

    Result<Ok> addChosen()
    {
        for (const Entry &entry : m_request.chosen) {
            if (auto done = addEntry(entry); !done)
                return done;
        }
        return Ok{};
    }

    [[nodiscard]] static QString personOf(const QJsonObject &payload)
    {
        const QString person = payload.value(QLatin1String("actor")).toObject().value(QLatin1String("ref")).toString();
        return person.isEmpty() ? QStringLiteral("unnamed") : person;
    }

    // Entries by which openings of the chosen ones are gone: they say that nobody hides them.
    Result<Ok> findErasures()
    {
        const auto erasures = m_reader.ofKind(QStringLiteral("privacy.erase"));
        if (!erasures)
            return erasures.error();
        for (const Entry &erasure : *erasures) {
            const auto payload = erasure.payload();
            const QString person =
                payload ? payload->value(QLatin1String("erase")).toObject().value(QLatin1String("subject")).toString()
                        : QString();
            const bool isOfOne =
                std::any_of(m_request.chosen.cbegin(), m_request.chosen.cend(), [&](const Entry &entry) {
                    const auto said = entry.payload();
                    return said && entry.index < erasure.index && personOf(*said) == person;
                });
            if (isOfOne)
                m_erasures.append(erasure);
        }
        return Ok{};
    }

    Result<Ok> addErasures()
    {
        for (const Entry &erasure : std::as_const(m_erasures)) {
            if (m_entries.contains(erasure.index))
                continue;
            if (auto done = addEntry(erasure); !done)
                return done;
        }
        return Ok{};
    }

    // What stands right before and behind each entry, so that nothing can have been left out there.
    Result<Ok> addNeighbours()
    {
        for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
            for (const quint64 index : {it.key() - 1, it.key() + 1}) {
                if (index >= m_head.size || m_shown.contains(index)) // below 0 is above everything
                    continue;
                const auto entry = m_reader.entry(index);
                if (!entry)
                    return entry.error();
                add(QStringLiteral("chain/%1.json").arg(index, 12, 10, QLatin1Char('0')), entry->leaf);
            }
        }
        return Ok{};
    }

    Result<Ok> addWholeLog()
    {
        if (!isWhole())
            return Ok{};
        const QString folder = QStringLiteral("log/%1/").arg(toHex(sha256(QByteArrayView(m_head.origin.toUtf8()))));
        add(folder + QStringLiteral("checkpoint"), m_note);
        const Tiles::Source source{m_head.size, [this](int level, quint64 pos) { return m_reader.node(level, pos); },
                                   [this](quint64 first, int count) { return m_reader.leaves(first, count); }};
        auto done = Tiles::write(source, [&](const QString &path, const QByteArray &bytes) -> Result<Ok> {
            add(folder + path, bytes);
            return Ok{};
        });
        if (!done)
            return done;
        for (quint64 index = 0; index < m_head.size; ++index) {
            const auto entry = m_reader.entry(index);
            if (!entry)
                return entry.error();
            m_entries.insert(index, *entry);
            if (auto going = goOn(index); !going)
                return going;
        }
        return Ok{};
    }

    Result<Ok> addOpenings()
    {
        auto said = Bundle::addOpenings(
            m_request, m_parts, m_entries.values(),
            [this](quint64 done) { return goOn(quint64(m_entries.size()) + done); }, m_members);
        if (!said)
            return said.error();
        m_said = std::move(said).value();
        return Ok{};
    }

    Result<Ok> addEvidence()
    {
        auto named = Bundle::addEvidence(m_parts, m_entries.values(), m_members);
        if (!named)
            return named.error();
        m_evidence = std::move(named).value();
        return Ok{};
    }

    void addDocuments()
    {
        for (auto it = m_parts.documents.cbegin(); it != m_parts.documents.cend(); ++it)
            m_members.insert(it.key(), it.value());
        add(QStringLiteral("report.html"), report(m_request.question, m_head, m_entries.values(), m_said));
    }

    Result<Ok> addManifest()
    {
        QJsonObject hashes;
        for (auto it = m_members.cbegin(); it != m_members.cend(); ++it) {
            if (!Ustar::isName(it.key()))
                return Error{.kind = Error::Kind::Internal,
                             .message = tr("A file of the bundle cannot have this name"),
                             .where = QString::fromLatin1(it.key())};
            hashes.insert(QString::fromLatin1(it.key()), toHex(sha256(QByteArrayView(it.value()))));
        }
        QJsonArray entries;
        for (const Entry &entry : std::as_const(m_entries)) {
            if (!isWhole())
                entries.append(QJsonObject{{QStringLiteral("id"), entry.id},
                                           {QStringLiteral("index"), qint64(entry.index)},
                                           {QStringLiteral("kind"), entry.kind},
                                           {QStringLiteral("leaf"), toHex(entry.leafHash)}});
        }
        const auto genesis = m_reader.node(0, 0);
        if (!genesis)
            return genesis.error();
        const auto manifest = toCanonical(
            QJsonObject{{QStringLiteral("derived"), QJsonArray{QStringLiteral("report.html")}},
                        {QStringLiteral("entries"), entries},
                        {QStringLiteral("evidence"), m_evidence},
                        {QStringLiteral("format"), QStringLiteral("astern.evidence/v1")},
                        {QStringLiteral("head"), QJsonObject{{QStringLiteral("origin"), m_head.origin},
                                                             {QStringLiteral("root"), toHex(m_head.root)},
                                                             {QStringLiteral("size"), qint64(m_head.size)}}},
                        {QStringLiteral("journal"), toHex(*genesis)},
                        {QStringLiteral("members"), hashes},
                        {QStringLiteral("question"), m_request.question},
                        {QStringLiteral("whole"), isWhole()}});
        if (!manifest)
            return manifest.error();
        const QByteArray body = kManifestHead + toHex(sha256(QByteArrayView(*manifest))).toLatin1() + '\n';
        add(QStringLiteral("manifest.json"), *manifest);
        add(QStringLiteral("manifest.note"),
            SignedNote{body, {signNote(*m_parts.device, signerOf(m_head.origin), body)}}.text());
        return Ok{};
    }

    const Request &m_request;
    const Parts &m_parts;
    JournalReader &m_reader;
    QMap<QByteArray, QByteArray> m_members;
    Checkpoint m_head;
    QByteArray m_note;
    QMap<quint64, Entry> m_entries; // chosen ones and erasures of them; or all
    QList<Entry> m_erasures;
    QMap<quint64, bool> m_shown;
    Said m_said;
    QJsonArray m_evidence;
};

} // namespace

QString signerOf(const QString &origin) { return origin + QStringLiteral("/evidence"); }

Result<JournalReader::KeptNote> headFor(JournalReader &reader, const QString &origin, quint64 lastIndex)
{
    const auto notes = reader.notes();
    if (!notes)
        return notes.error();
    for (auto note = notes->crbegin(); note != notes->crend(); ++note) {
        if (note->origin == origin && note->size > lastIndex && note->size <= reader.size())
            return *note;
    }
    return Error{.kind = Error::Kind::NotFound,
                 .message = tr("No checkpoint covers entry %1 yet").arg(lastIndex),
                 .where = origin,
                 .hint = tr("The journal signs one within five minutes while it is open. Try again then.")};
}

Result<NoteKey> logKeyOf(JournalReader &reader)
{
    const auto enrolments = reader.ofKind(QStringLiteral("key.enrol"));
    if (!enrolments)
        return enrolments.error();
    for (auto entry = enrolments->crbegin(); entry != enrolments->crend(); ++entry) {
        const auto payload = entry->payload();
        const QString vkey =
            payload ? payload->value(QLatin1String("log")).toObject().value(QLatin1String("vkey")).toString()
                    : QString();
        if (!vkey.isEmpty())
            return NoteKey::fromVkey(vkey);
    }
    return Error{.kind = Error::Kind::NotFound,
                 .message = tr("This journal signs no checkpoints yet"),
                 .hint = tr("Open it once with this version of Astern.")};
}

Result<QMap<QByteArray, QByteArray>> members(const Request &request, const Parts &parts)
{
    return Builder(request, parts).build();
}

QByteArray toTar(const QMap<QByteArray, QByteArray> &members)
{
    QByteArray tar;
    for (auto it = members.cbegin(); it != members.cend(); ++it)
        tar += Ustar::member(it.key(), it.value(), kMode, 0);
    return tar + Ustar::end();
}

} // namespace astern::Bundle
