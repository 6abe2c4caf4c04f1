// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/manifest.h"

#include <QCryptographicHash>

#include <algorithm>

namespace astern {

QString templateDigest(const QByteArray &canonical)
{
    if (canonical.isEmpty())
        return {};
    const QByteArray hash = QCryptographicHash::hash(canonical, QCryptographicHash::Sha256).toHex();
    return QStringLiteral("sha256:") + QString::fromLatin1(hash);
}

QString digestOfReference(const QString &reference)
{
    const qsizetype at = reference.indexOf(QLatin1Char('@'));
    return at < 0 ? QString() : reference.mid(at + 1);
}

QString tagOfReference(const QString &reference)
{
    const qsizetype at = reference.indexOf(QLatin1Char('@'));
    const QString name = at < 0 ? reference : reference.left(at);
    // A colon before the last slash belongs to the registry's port.
    const qsizetype colon = name.lastIndexOf(QLatin1Char(':'));
    if (colon > name.lastIndexOf(QLatin1Char('/')))
        return name.mid(colon + 1);
    return at < 0 && !name.isEmpty() ? QStringLiteral("latest") : QString();
}

namespace {

QString shortDigest(const QString &digest) { return digest.mid(digest.indexOf(QLatin1Char(':')) + 1).left(12); }

} // namespace

QString Manifest::version() const
{
    const auto main = std::find_if(images.cbegin(), images.cend(), [](const Image &image) { return !image.init; });
    if (main == images.cend())
        return shortDigest(digest);
    const QString tag = tagOfReference(main->reference);
    return tag.isEmpty() ? shortDigest(main->digest) : tag;
}

} // namespace astern
