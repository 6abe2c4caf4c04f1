// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/namereader.h"

#include <QCoreApplication>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

} // namespace

DeclaredNames knownOf(const Workspace &workspace, const QStringList &roles)
{
    DeclaredNames known{.environments = {}, .services = {}, .roles = roles};
    for (const EnvironmentConfig &environment : workspace.environments)
        known.environments.append(environment.id);
    for (const ServiceConfig &service : workspace.services)
        known.services.append(service.id);
    return known;
}

void eachText(Section &section, const char *key, const std::function<void(const YamlNode &)> &take)
{
    const YamlNode *node = section.take(key);
    if (!node)
        return;
    if (node->kind == YamlNode::Kind::Scalar)
        return take(*node);
    const QString path = section.path(QLatin1String(key));
    if (node->kind != YamlNode::Kind::Sequence)
        return section.context().type(*node, path, tr("text, or a list of texts"));
    if (node->items.empty())
        section.context().error(node->at, "W-VALUE", tr("%1 is empty").arg(path),
                                tr("at least one, or leave the key out"));
    for (const YamlNode &item : node->items) {
        if (item.kind == YamlNode::Kind::Scalar)
            take(item);
        else
            section.context().type(item, tr("an item of %1").arg(path), tr("text that is not empty"));
    }
}

QStringList namesIn(Section &section, const char *key, const QString &what, const QStringList &known)
{
    QStringList names;
    eachText(section, key, [&](const YamlNode &node) {
        if (section.context().reference(node, what, known) && !names.contains(node.text))
            names.append(node.text);
    });
    return names;
}

int countIn(Section &section, const char *key, int otherwise, int most)
{
    const YamlNode *node = section.scalar(key);
    if (!node)
        return otherwise;
    bool is = false;
    const int value = node->text.toInt(&is);
    if (is && value >= 1 && value <= most)
        return value;
    section.context().error(node->at, is ? "W-RANGE" : "W-VALUE",
                            tr("%1 is \"%2\"").arg(section.path(QLatin1String(key)), node->text.left(60)),
                            tr("a whole number from %1 to %2").arg(1).arg(most));
    return otherwise;
}

} // namespace astern
