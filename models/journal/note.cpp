// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/note.h"

#include "models/journal/envelope.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QtEndian>

#include <sodium.h>

#include <algorithm>
#include <limits>

namespace astern {
namespace {

constexpr qsizetype kMaxNote = 1'000'000; // as Go's reader
constexpr qsizetype kMaxSignatures = 100;
constexpr char kDash[] = "\xe2\x80\x94 "; // em dash and space begin a signature line

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

Error malformed(const QString &message) { return {.kind = Error::Kind::Malformed, .message = message}; }

const unsigned char *raw(QByteArrayView bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

QByteArray bigEndian32(quint32 number)
{
    QByteArray out(4, Qt::Uninitialized);
    qToBigEndian(number, out.data());
    return out;
}

std::optional<QString> fromUtf8(QByteArrayView bytes)
{
    // By itself Qt drops a byte order mark. Written again, the same bytes must come out.
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    QString text = decoder(bytes);
    if (decoder.hasError() || text.toUtf8() != bytes)
        return std::nullopt;
    return text;
}

QByteArray cosignedMessage(QByteArrayView body, qint64 atSeconds)
{
    QByteArray message("cosignature/v1\ntime ");
    message.append(QByteArray::number(atSeconds)).append('\n').append(body);
    return message;
}

NoteSignature lineOf(const NoteKey &key, const QByteArray &bytes) { return {key.name, key.hash(), bytes}; }

bool verifies(const QByteArray &signature, QByteArrayView message, const QByteArray &publicKey)
{
    return signature.size() == crypto_sign_BYTES && publicKey.size() == crypto_sign_PUBLICKEYBYTES &&
           crypto_sign_verify_detached(raw(signature), raw(message), static_cast<unsigned long long>(message.size()),
                                       raw(publicKey)) == 0;
}

std::optional<VerifiedSignature> checked(const NoteSignature &line, const NoteKey &key, QByteArrayView body)
{
    if (key.type == NoteKey::Type::Ed25519)
        return verifies(line.bytes, body, key.publicKey) ? std::optional(VerifiedSignature{key}) : std::nullopt;
    if (line.bytes.size() != 8 + crypto_sign_BYTES)
        return std::nullopt;
    const auto at = qFromBigEndian<quint64>(line.bytes.constData());
    if (at > quint64(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    if (!verifies(line.bytes.mid(8), cosignedMessage(body, qint64(at)), key.publicKey))
        return std::nullopt;
    return VerifiedSignature{key, qint64(at)};
}

Result<NoteSignature> parseLine(QByteArrayView line)
{
    const QByteArrayView dash(kDash);
    const qsizetype space = line.startsWith(dash) ? line.indexOf(' ', dash.size()) : -1;
    if (space < 0)
        return malformed(tr("A signature line of the note does not begin with a dash and a name"));
    const auto name = fromUtf8(line.sliced(dash.size(), space - dash.size()));
    const auto bytes = fromBase64(line.sliced(space + 1));
    if (!name || !NoteKey::isName(*name))
        return malformed(tr("A signature line of the note names no key"));
    if (!bytes || bytes->size() < 5)
        return malformed(tr("The signature of %1 is not strict base64").arg(*name));
    return NoteSignature{*name, qFromBigEndian<quint32>(bytes->constData()), bytes->mid(4)};
}

} // namespace

bool NoteKey::isName(const QString &name)
{
    return !name.isEmpty() && name.isValidUtf16() && std::none_of(name.cbegin(), name.cend(), [](QChar c) {
        return c.isSpace() || c == QLatin1Char('+') || c.unicode() < 0x20 || c == QChar(0x85);
    });
}

quint32 NoteKey::hash() const
{
    const QByteArray head = name.toUtf8() + '\n' + char(type);
    const Hash digest = sha256(head, publicKey);
    return qFromBigEndian<quint32>(digest.data());
}

QString NoteKey::vkey() const
{
    return QStringLiteral("%1+%2+%3")
        .arg(name, QString::fromLatin1(bigEndian32(hash()).toHex()),
             QString::fromLatin1(toBase64(char(type) + publicKey)));
}

Result<NoteKey> NoteKey::fromVkey(const QString &text)
{
    // Base64 may hold plus signs, names and hashes may not.
    const qsizetype first = text.indexOf(QLatin1Char('+'));
    const qsizetype second = first < 0 ? -1 : text.indexOf(QLatin1Char('+'), first + 1);
    if (second < 0)
        return malformed(tr("A verifier key reads name+hash+key"));
    const auto key = fromBase64(text.mid(second + 1).toLatin1());
    if (!key || key->size() != 1 + crypto_sign_PUBLICKEYBYTES)
        return malformed(tr("The verifier key holds no Ed25519 key"));
    if (key->at(0) != char(Type::Ed25519) && key->at(0) != char(Type::Cosignature))
        return malformed(tr("The verifier key has a type that is not known here"));
    NoteKey out{text.left(first), Type(key->at(0)), key->mid(1)};
    if (!isName(out.name) || text != out.vkey())
        return malformed(tr("The name or the hash of the verifier key is wrong"));
    return out;
}

QByteArray SignedNote::text() const
{
    QByteArray out = body + '\n';
    for (const NoteSignature &line : signatures)
        out.append(kDash)
            .append(line.name.toUtf8())
            .append(' ')
            .append(toBase64(bigEndian32(line.keyHash) + line.bytes))
            .append('\n');
    return out;
}

Result<SignedNote> SignedNote::parse(QByteArrayView text)
{
    if (text.size() > kMaxNote)
        return malformed(tr("The note is larger than 1,000,000 bytes"));
    const bool isPlain = std::none_of(text.begin(), text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
    if (!isPlain || !fromUtf8(text))
        return malformed(tr("The note is not plain text"));
    // The last empty line parts the signatures from the text, which may have empty lines of its own.
    const qsizetype split = text.lastIndexOf(QByteArrayView("\n\n"));
    if (split < 1 || !text.endsWith('\n') || split + 2 == text.size())
        return malformed(tr("The note is not signed"));
    SignedNote note{text.first(split + 1).toByteArray(), {}};
    for (qsizetype at = split + 2; at < text.size();) {
        const qsizetype end = text.indexOf('\n', at);
        auto line = parseLine(text.sliced(at, end - at));
        if (!line)
            return line.error();
        if (note.signatures.size() == kMaxSignatures)
            return malformed(tr("The note has more than 100 signatures"));
        note.signatures.append(std::move(line).value());
        at = end + 1;
    }
    return note;
}

Result<QList<VerifiedSignature>> verifyNote(const SignedNote &note, const QList<NoteKey> &keys)
{
    ensureSodium();
    QList<VerifiedSignature> found;
    for (const NoteSignature &line : note.signatures) {
        for (const NoteKey &key : keys) {
            if (line.name != key.name || line.keyHash != key.hash())
                continue;
            const auto verified = checked(line, key, note.body);
            if (!verified)
                return Error{.kind = Error::Kind::Invalid,
                             .message = tr("The signature does not belong to the note"),
                             .where = key.name};
            found.append(*verified);
        }
    }
    if (found.isEmpty())
        return Error{.kind = Error::Kind::Invalid, .message = tr("No known key has signed the note")};
    return found;
}

NoteSignature signNote(const DeviceKey &key, const QString &name, QByteArrayView body)
{
    return lineOf({name, NoteKey::Type::Ed25519, key.publicKey()}, key.sign(body));
}

NoteSignature cosignNote(const DeviceKey &key, const QString &name, QByteArrayView body, qint64 atSeconds)
{
    QByteArray bytes(8, Qt::Uninitialized);
    qToBigEndian(atSeconds, bytes.data());
    bytes.append(key.sign(cosignedMessage(body, atSeconds)));
    return lineOf({name, NoteKey::Type::Cosignature, key.publicKey()}, bytes);
}

QByteArray Checkpoint::body() const
{
    return origin.toUtf8() + '\n' + QByteArray::number(size) + '\n' + toBase64(viewOf(root)) + '\n';
}

std::optional<quint64> noteDecimal(QByteArrayView text)
{
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.isEmpty() || !digits || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    bool fits = false;
    const qint64 number = text.toByteArray().toLongLong(&fits);
    return fits ? std::optional(quint64(number)) : std::nullopt;
}

Result<Checkpoint> Checkpoint::fromBody(QByteArrayView body)
{
    const QList<QByteArray> lines = body.toByteArray().split('\n');
    if (lines.size() != 4 || !lines.at(3).isEmpty())
        return malformed(tr("A checkpoint has exactly three lines"));
    const auto origin = fromUtf8(lines.at(0));
    const auto size = noteDecimal(lines.at(1));
    const auto bytes = fromBase64(lines.at(2));
    const auto root = bytes ? hashFromBytes(*bytes) : std::nullopt;
    if (!origin || !NoteKey::isName(*origin))
        return malformed(tr("The checkpoint names no log"));
    if (!size)
        return malformed(tr("The size in the checkpoint is no number"));
    if (!root)
        return malformed(tr("The root in the checkpoint is not strict base64 of 32 bytes"));
    return Checkpoint{*origin, *size, *root};
}

SignedNote signCheckpoint(const DeviceKey &logKey, const Checkpoint &checkpoint)
{
    const QByteArray body = checkpoint.body();
    return {body, {signNote(logKey, checkpoint.origin, body)}};
}

Result<OpenedCheckpoint> openCheckpoint(QByteArrayView note, const NoteKey &log, const QList<NoteKey> &witnesses)
{
    const auto parsed = SignedNote::parse(note);
    if (!parsed)
        return parsed.error();
    const auto checkpoint = Checkpoint::fromBody(parsed->body);
    if (!checkpoint)
        return checkpoint.error();
    if (checkpoint->origin != log.name)
        return Error{.kind = Error::Kind::Invalid,
                     .message = tr("The checkpoint is of another log"),
                     .where = checkpoint->origin};
    auto own = verifyNote(*parsed, {log});
    if (!own)
        return own.error();
    OpenedCheckpoint opened{*checkpoint, {own->first()}};
    if (witnesses.isEmpty())
        return opened;
    const auto all = verifyNote(*parsed, QList<NoteKey>{log} + witnesses);
    if (!all)
        return all.error();
    for (const VerifiedSignature &signature : *all) {
        if (!(signature.key == log))
            opened.signatures.append(signature);
    }
    return opened;
}

} // namespace astern
