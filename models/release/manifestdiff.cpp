// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/release/manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace astern {
namespace {

using Subject = ManifestChange::Subject;

bool looksSecret(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("pass(word|wd|phrase)?|secret|token|api_?key|private|credential|auth|dsn|conn(ection)?_?str|"
                       "(^|_)(pwd|key|cert)($|_)"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).hasMatch();
}

QString scalarText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    QJsonArray box;
    box.append(value);
    const QString boxed = QString::fromUtf8(QJsonDocument(box).toJson(QJsonDocument::Compact));
    return boxed.mid(1, boxed.size() - 2);
}

QString pointerToken(QString token)
{
    return token.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
}

QString plainToken(QString token)
{
    return token.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
}

// Every leaf by its JSON pointer. Elements of lists are addressed by their name where they have one: putting
// a container or variable first is no change of all the others.
void flatten(const QJsonValue &value, const QString &path, QMap<QString, QString> &leaves, int depth = 0)
{
    if (depth > 64)
        return;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        if (object.isEmpty())
            leaves.insert(path, QStringLiteral("{}"));
        for (auto it = object.begin(); it != object.end(); ++it)
            flatten(it.value(), path + QLatin1Char('/') + pointerToken(it.key()), leaves, depth + 1);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        QSet<QString> used;
        for (qsizetype i = 0; i < array.size(); ++i) {
            const QString name = array.at(i).toObject().value(QLatin1String("name")).toString();
            const bool named = !name.isEmpty() && !used.contains(name);
            used.insert(name);
            const QString token = named ? pointerToken(name) : QString::number(i);
            flatten(array.at(i), path + QLatin1Char('/') + token, leaves, depth + 1);
        }
    } else {
        leaves.insert(path, scalarText(value));
    }
}

QMap<QString, QString> leavesOf(const Manifest &manifest)
{
    QMap<QString, QString> leaves;
    if (!manifest.podTemplate.isEmpty())
        flatten(QJsonDocument::fromJson(manifest.podTemplate).object(), QString(), leaves);
    return leaves;
}

struct Place {
    Subject subject = Subject::Other;
    QString name;
    bool covered = false; // told by images or configs already
    bool secret = false;
};

Place placeOfContainer(const QStringList &tokens, bool alone)
{
    // "", "spec", "containers", NAME, FIELD, …
    const QString container = plainToken(tokens.at(3));
    const QString field = tokens.at(4);
    const QString rest = tokens.mid(5).join(QLatin1Char('.'));
    const QString of = container + QLatin1Char(' ');
    Place place;
    if (field == QLatin1String("image") || field == QLatin1String("name")) {
        place.covered = field == QLatin1String("image");
        place.name = of + field;
    } else if (field == QLatin1String("env") && tokens.size() > 5) {
        const QString variable = plainToken(tokens.at(5));
        place.subject = Subject::Environment;
        place.name = (alone ? QString() : of) + QStringLiteral("env ") + variable;
        place.covered = tokens.last() == QLatin1String("name") && tokens.size() == 7;
        if (tokens.size() > 7)
            place.name += QLatin1Char(' ') + tokens.mid(6).join(QLatin1Char('.'));
        place.secret = tokens.last() == QLatin1String("value") && looksSecret(variable);
    } else if (field == QLatin1String("resources")) {
        place.subject = Subject::Resources;
        place.name = of + rest;
    } else if (field.endsWith(QLatin1String("Probe"))) {
        place.subject = Subject::Probe;
        place.name = of + field + (rest.isEmpty() ? QString() : QLatin1Char('.') + rest);
    } else {
        place.name = tokens.join(QLatin1Char('/'));
    }
    return place;
}

Place placeOf(const QString &pointer, bool alone)
{
    const QStringList tokens = pointer.split(QLatin1Char('/'));
    Place place;
    place.name = pointer;
    if (tokens.size() > 3 && tokens.at(1) == QLatin1String("metadata")) {
        const bool label = tokens.at(2) == QLatin1String("labels");
        if (label || tokens.at(2) == QLatin1String("annotations")) {
            place.subject = Subject::Label;
            place.name = (label ? QStringLiteral("label ") : QStringLiteral("annotation ")) + plainToken(tokens.at(3));
        }
    } else if (tokens.size() > 4 &&
               (tokens.at(2) == QLatin1String("containers") || tokens.at(2) == QLatin1String("initContainers"))) {
        return placeOfContainer(tokens, alone);
    }
    return place;
}

void diffImages(const Manifest &from, const Manifest &to, QList<ManifestChange> &changes)
{
    const auto find = [](const Manifest &manifest, const QString &container) {
        const auto it = std::find_if(manifest.images.cbegin(), manifest.images.cend(),
                                     [&](const Manifest::Image &image) { return image.container == container; });
        return it == manifest.images.cend() ? Manifest::Image() : *it;
    };
    QStringList containers;
    for (const Manifest *manifest : {&to, &from}) {
        for (const Manifest::Image &image : manifest->images) {
            if (!containers.contains(image.container))
                containers.append(image.container);
        }
    }
    QList<ManifestChange> digests;
    for (const QString &container : std::as_const(containers)) {
        const Manifest::Image a = find(from, container);
        const Manifest::Image b = find(to, container);
        if (a.reference != b.reference)
            changes.append({Subject::Image, container + QStringLiteral(" image"), a.reference, b.reference});
        // A digest that only one side tells is no difference: the other one is not known.
        if (a.digest != b.digest && !a.digest.isEmpty() && !b.digest.isEmpty())
            digests.append({Subject::Digest, container + QStringLiteral(" digest"), a.digest, b.digest});
    }
    changes += digests;
}

void diffConfigs(const Manifest &from, const Manifest &to, QList<ManifestChange> &changes)
{
    const auto text = [](const Manifest::ConfigReference &reference) {
        return (reference.kind == Manifest::ConfigReference::Kind::Secret ? QStringLiteral("Secret ")
                                                                          : QStringLiteral("ConfigMap ")) +
               reference.name;
    };
    for (const Manifest::ConfigReference &reference : from.configs) {
        if (!to.configs.contains(reference))
            changes.append({Subject::Config, text(reference), reference.name, QString()});
    }
    for (const Manifest::ConfigReference &reference : to.configs) {
        if (!from.configs.contains(reference))
            changes.append({Subject::Config, text(reference), QString(), reference.name});
    }
}

} // namespace

QList<ManifestChange> diff(const Manifest &from, const Manifest &to)
{
    QList<ManifestChange> changes;
    diffImages(from, to, changes);
    diffConfigs(from, to, changes);
    if (from.podTemplate == to.podTemplate)
        return changes;

    const QMap<QString, QString> a = leavesOf(from);
    const QMap<QString, QString> b = leavesOf(to);
    const bool alone = from.images.size() <= 1 && to.images.size() <= 1;
    QStringList pointers = a.keys() + b.keys();
    std::sort(pointers.begin(), pointers.end());
    pointers.erase(std::unique(pointers.begin(), pointers.end()), pointers.end());
    for (const QString &pointer : std::as_const(pointers)) {
        if (a.contains(pointer) == b.contains(pointer) && a.value(pointer) == b.value(pointer))
            continue;
        const Place place = placeOf(pointer, alone);
        if (place.covered)
            continue;
        const auto shown = [&](const QMap<QString, QString> &leaves) {
            return !leaves.contains(pointer) ? QString() : place.secret ? QStringLiteral("•••") : leaves.value(pointer);
        };
        changes.append({place.subject, place.name, shown(a), shown(b)});
    }
    return changes;
}

} // namespace astern
