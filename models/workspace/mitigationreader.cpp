// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done before a release is taken back: feature flags, configuration sets.
#include "models/workspace/backendtypes.h"
#include "models/workspace/reader.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

// One server's flags.
void readFlagsOf(Section &section, const References &references, ServiceConfig &service)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9._~-]{1,100}$"));
    if (!section.isMap())
        return;
    ReadingContext &context = section.context();
    FlagUse use;
    if (const YamlNode *backend = section.require("backend");
        backend && context.reference(*backend, tr("flag server"), references.backendsOf(flagTypes())))
        use.backend = backend->text;
    const YamlNode *project = section.scalar("project");
    use.project = project ? project->text : QStringLiteral("default");
    if (!form.match(use.project).hasMatch())
        context.error(project->at, "W-VALUE",
                      tr("%1 is \"%2\"").arg(section.path(QStringLiteral("project")), use.project.left(60)),
                      tr("letters, digits, '.', '_', '~' and '-'"));
    if (section.require("names")) {
        const YamlNode *names = section.list("names", tr("names of flags"));
        for (const YamlNode &name : names ? names->items : std::vector<YamlNode>()) {
            const QString path = section.path(QStringLiteral("names"));
            if (name.kind != YamlNode::Kind::Scalar) {
                context.type(name, path, tr("a list of texts"));
                continue;
            }
            use.name = name.text;
            use.at = name.at;
            const bool twice = std::any_of(service.flags.cbegin(), service.flags.cend(), [&use](const FlagUse &other) {
                return other.backend == use.backend && other.project == use.project && other.name == use.name;
            });
            if (!form.match(name.text).hasMatch() || twice)
                context.error(name.at, twice ? "W-DUPLICATE-ID" : "W-VALUE",
                              tr("%1 has \"%2\"").arg(path, name.text.left(60)),
                              twice ? tr("each flag once") : tr("letters, digits, '.', '_', '~' and '-'"));
            else
                service.flags.append(use);
        }
    }
    section.finish();
}

void readConfig(Section &section, const References &references, const Workspace &workspace, ServiceConfig &service)
{
    // Short forms are what people copy: as many digits as tell it from the others.
    static const QRegularExpression digest(QStringLiteral("^sha256:[0-9a-f]{4,64}\\x{2026}?$"));
    ReadingContext &context = section.context();
    if (!section.isMap())
        return;
    ConfigUse use;
    use.at = section.at();
    use.id = section.requiredText("id");
    const bool twice = std::any_of(service.configs.cbegin(), service.configs.cend(),
                                   [&use](const ConfigUse &other) { return other.id == use.id; });
    if (!use.id.isEmpty() && (!isPlainId(use.id) || twice))
        context.error(section.take("id")->at, "W-ID",
                      tr("%1 cannot be \"%2\"").arg(section.path(QStringLiteral("id")), use.id.left(60)),
                      tr("letters, digits, '.', '-', '_', each once"));
    if (const YamlNode *backend = section.take("backend");
        backend && context.reference(*backend, tr("cluster"), references.backendsOf(deliveryTypes())))
        use.backend = backend->text;
    (void)section.oneOf("kind", {QStringLiteral("ConfigMap")}, QStringLiteral("ConfigMap"));
    if (section.take("namespace"))
        use.ns = kubernetesName(section, "namespace", {});
    use.name = kubernetesName(section, "name", use.id.toLower());
    QStringList environments;
    for (const EnvironmentConfig &environment : workspace.environments)
        environments.append(environment.id);
    if (const YamlNode *environment = section.take("environment");
        environment && context.reference(*environment, tr("environment"), environments))
        use.environment = environment->text;
    if (const YamlNode *safe = section.scalar("safe")) {
        use.safe = safe->text;
        if (!digest.match(use.safe).hasMatch())
            context.error(safe->at, "W-VALUE",
                          tr("%1 is \"%2\"").arg(section.path(QStringLiteral("safe")), use.safe.left(80)),
                          tr("a version as `asternctl config list` shows it: sha256:9f31c0de"));
        use.safe.remove(QChar(0x2026));
    }
    section.finish();
    service.configs.append(use);
}

} // namespace

QString kubernetesName(Section &section, const char *key, const QString &otherwise)
{
    static const QRegularExpression form(QStringLiteral("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"));
    const YamlNode *node = section.scalar(key);
    const QString name = node ? node->text : otherwise;
    if (!form.match(name).hasMatch())
        section.context().error(node ? node->at : section.at(), "W-VALUE",
                                tr("%1 is \"%2\"").arg(section.path(QLatin1String(key)), name.left(60)),
                                tr("lower-case letters, digits, '-' and '.'"),
                                name.toLower() != name ? name.toLower() : QString());
    return name;
}

void readMitigations(Section &section, const References &references, const Workspace &workspace, ServiceConfig &service)
{
    ReadingContext &context = section.context();
    if (const YamlNode *flags = section.take("flags")) {
        const QString path = section.path(QStringLiteral("flags"));
        if (flags->kind == YamlNode::Kind::Sequence) {
            for (size_t i = 0; i < flags->items.size(); ++i) {
                Section one(context, flags->items[i], QStringLiteral("%1[%2]").arg(path).arg(i));
                readFlagsOf(one, references, service);
            }
        } else {
            Section one(context, *flags, path);
            readFlagsOf(one, references, service);
        }
    }
    if (const YamlNode *configs = section.list("config", tr("configuration sets"))) {
        for (size_t i = 0; i < configs->items.size(); ++i) {
            Section one(context, configs->items[i], section.path(QStringLiteral("config[%1]").arg(i)));
            readConfig(one, references, workspace, service);
        }
    }
}

} // namespace astern
