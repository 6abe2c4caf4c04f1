// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/presence/names.h"

#include "models/base/savewhole.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace astern {
namespace {

constexpr int kLongest = 100;          // characters of a name
constexpr qint64 kMostBytes = 8 << 20; // of the file
constexpr QFileDevice::Permissions kMine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString tr(const char *text) { return QCoreApplication::translate("Names", text); }

const QString &identityOf(const SaidName &one) { return one.person.isEmpty() ? one.ref : one.person; }

// "ANNA", "anna" and the same letters in full width read alike.
QString compared(const QString &name)
{
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded().simplified();
}

QString onDevice(const QString &name, const QString &login) { return tr("%1 on %2").arg(name, login); }

// Letters that show nothing; the same list is in resources/team/006-names.sql.
bool isUnseen(char32_t c)
{
    return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
           (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0x2800 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
           c == 0xffa0 || (c >= 0xfff0 && c <= 0xfffb) || c >= 0xe0000;
}

} // namespace

bool isName(const QString &text)
{
    const QList<uint> points = text.toUcs4();
    return !points.isEmpty() && points.size() <= kLongest && text == text.simplified() && text.isValidUtf16() &&
           std::none_of(points.cbegin(), points.cend(),
                        [](uint c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || isUnseen(c); });
}

Names::Names(QList<SaidName> said) : m_said(std::move(said))
{
    m_said.removeIf([](const SaidName &one) { return one.ref.isEmpty() || !isName(one.name); });
    std::sort(m_said.begin(), m_said.end(), [](const SaidName &a, const SaidName &b) {
        return std::tie(a.login, a.writer, a.ref) < std::tie(b.login, b.writer, b.ref);
    });
    for (qsizetype at = 0; at < m_said.size(); ++at) {
        const SaidName &one = m_said.at(at);
        m_names[identityOf(one)].insert(compared(one.name));
        m_people[compared(one.name)].insert(identityOf(one));
        m_logins.insert(compared(one.login));
        m_places[one.ref].append(at);
        if (!one.person.isEmpty() && one.person != one.ref)
            m_places[one.person].append(at);
    }
}

QString Names::shown(const SaidName &one) const
{
    const bool alone = m_names.value(identityOf(one)).size() == 1 && m_people.value(compared(one.name)).size() == 1 &&
                       !readsLikeOurs(one.name);
    return alone ? one.name : onDevice(one.name, one.login);
}

// Somebody is called "Anna on ops-1", or "person-…".
bool Names::readsLikeOurs(const QString &name) const
{
    const QString text = compared(name);
    const QString last = text.section(QLatin1Char(' '), -1);
    return text.startsWith(QLatin1String("person-")) || m_places.contains(name) ||
           (m_logins.contains(last) && text.endsWith(onDevice(QString(), last).toCaseFolded()));
}

QString Names::of(const QString &pseudonym, const QString &writer) const
{
    QStringList all;
    const QList<qsizetype> places = m_places.value(pseudonym);
    for (const qsizetype at : places) {
        const SaidName &one = m_said.at(at);
        const QString name = writer.isEmpty() || one.writer == writer ? shown(one) : QString();
        if (!name.isEmpty() && !all.contains(name, Qt::CaseInsensitive))
            all.append(name);
    }
    return all.join(QStringLiteral(", "));
}

QString namesFile(const QString &mirrorFile)
{
    return QFileInfo(mirrorFile).dir().filePath(QStringLiteral("names.json"));
}

Names readNames(const QString &file)
{
    QFile from(file);
    if (!from.open(QIODevice::ReadOnly) || from.size() > kMostBytes)
        return {};
    QList<SaidName> said;
    const QJsonArray all = QJsonDocument::fromJson(from.readAll()).array();
    for (const auto each : all) {
        const QJsonObject one = each.toObject();
        const auto text = [&one](const char *key) { return one.value(QLatin1String(key)).toString(); };
        said.append({text("login"), text("writer"), text("ref"), text("person"), text("name"),
                     quint64(one.value(QLatin1String("seq")).toInteger())});
    }
    return Names(std::move(said));
}

Result<Ok> keepNames(const QString &file, const Names &names)
{
    QJsonArray all;
    for (const SaidName &one : names.said())
        all.append(QJsonObject{{QStringLiteral("login"), one.login},
                               {QStringLiteral("writer"), one.writer},
                               {QStringLiteral("ref"), one.ref},
                               {QStringLiteral("person"), one.person},
                               {QStringLiteral("name"), one.name},
                               {QStringLiteral("seq"), qint64(one.seq)}});
    return saveWhole(file, QJsonDocument(all).toJson(QJsonDocument::Compact), kMine);
}

} // namespace astern
