// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/podtemplate.h"

#include <algorithm>
#include <array>

namespace astern::connectors {
namespace {

using simdjson::dom::element;

// Where in a pod template a value stands: decides what the API server would have filled in there. A template
// in a custom resource (Argo) is stored as written, the same one in a ReplicaSet with the defaults.
enum class At {
    Map,
    Template,
    Metadata,
    PodSpec,
    Container,
    Env,
    ValueFrom,
    FieldRef,
    Port,
    Mount,
    Probe,
    HttpGet,
    Lifecycle,
    Volume,
    FileSource,
    Projected,
    HostPath,
    Other
};

struct Step {
    At at;
    std::string_view key; // empty: every key
    At below;
};
constexpr std::array kSteps{
    Step{At::Template, "metadata", At::Metadata},
    Step{At::Template, "spec", At::PodSpec},
    Step{At::Metadata, "", At::Map},
    Step{At::PodSpec, "containers", At::Container},
    Step{At::PodSpec, "initContainers", At::Container},
    Step{At::PodSpec, "volumes", At::Volume},
    Step{At::PodSpec, "nodeSelector", At::Map},
    Step{At::Container, "ports", At::Port},
    Step{At::Container, "env", At::Env},
    Step{At::Container, "volumeMounts", At::Mount},
    Step{At::Container, "livenessProbe", At::Probe},
    Step{At::Container, "readinessProbe", At::Probe},
    Step{At::Container, "startupProbe", At::Probe},
    Step{At::Container, "lifecycle", At::Lifecycle},
    Step{At::Lifecycle, "", At::Probe},
    Step{At::Probe, "httpGet", At::HttpGet},
    Step{At::Env, "valueFrom", At::ValueFrom},
    Step{At::ValueFrom, "fieldRef", At::FieldRef},
    Step{At::Volume, "configMap", At::FileSource},
    Step{At::Volume, "secret", At::FileSource},
    Step{At::Volume, "downwardAPI", At::FileSource},
    Step{At::Volume, "projected", At::Projected},
    Step{At::Volume, "hostPath", At::HostPath},
};

struct Default {
    At at;
    std::string_view key;
    std::string_view json; // minified
};
constexpr std::array kDefaults{
    Default{At::Template, "metadata", "{}"},
    Default{At::Metadata, "labels", "{}"},
    Default{At::Metadata, "annotations", "{}"},
    Default{At::PodSpec, "restartPolicy", "\"Always\""},
    Default{At::PodSpec, "dnsPolicy", "\"ClusterFirst\""},
    Default{At::PodSpec, "schedulerName", "\"default-scheduler\""},
    Default{At::PodSpec, "terminationGracePeriodSeconds", "30"},
    Default{At::PodSpec, "securityContext", "{}"},
    Default{At::PodSpec, "enableServiceLinks", "true"},
    Default{At::PodSpec, "hostNetwork", "false"},
    Default{At::PodSpec, "hostPID", "false"},
    Default{At::PodSpec, "hostIPC", "false"},
    Default{At::Container, "terminationMessagePath", "\"/dev/termination-log\""},
    Default{At::Container, "terminationMessagePolicy", "\"File\""},
    Default{At::Container, "resources", "{}"},
    Default{At::Container, "stdin", "false"},
    Default{At::Container, "stdinOnce", "false"},
    Default{At::Container, "tty", "false"},
    Default{At::Env, "value", "\"\""},
    Default{At::FieldRef, "apiVersion", "\"v1\""},
    Default{At::Port, "protocol", "\"TCP\""},
    Default{At::Mount, "readOnly", "false"},
    Default{At::Mount, "subPath", "\"\""},
    Default{At::Probe, "timeoutSeconds", "1"},
    Default{At::Probe, "periodSeconds", "10"},
    Default{At::Probe, "successThreshold", "1"},
    Default{At::Probe, "failureThreshold", "3"},
    Default{At::HttpGet, "scheme", "\"HTTP\""},
    Default{At::FileSource, "defaultMode", "420"},
    Default{At::Projected, "defaultMode", "420"},
    Default{At::HostPath, "type", "\"\""},
};

class Canonical {
public:
    Canonical(std::string_view hashLabel, QByteArray &out) : m_hashLabel(hashLabel), m_out(out) {}

    void write(const element &value, At at, int depth = 0)
    {
        simdjson::dom::object object;
        simdjson::dom::array array;
        if (depth > kMaxDepth)
            m_out += "null"; // no pod template is this deep; nothing is lost that a person could compare
        else if (!value.get(object))
            writeObject(object, at, depth);
        else if (!value.get(array))
            writeArray(array, at, depth);
        else
            m_out += QByteArray::fromStdString(simdjson::minify(value));
    }

private:
    static constexpr int kMaxDepth = 64;

    static At below(At at, std::string_view key)
    {
        const auto step = std::find_if(kSteps.begin(), kSteps.end(),
                                       [&](const Step &s) { return s.at == at && (s.key.empty() || s.key == key); });
        return step == kSteps.end() ? (at == At::Map ? At::Map : At::Other) : step->below;
    }

    [[nodiscard]] bool leftOut(const simdjson::dom::object &parent, At at, std::string_view key,
                               const element &value) const
    {
        if (value.is_null() || (at == At::Map && key == m_hashLabel))
            return true;
        simdjson::dom::array array;
        if (!value.get(array) && array.begin() == array.end())
            return true;
        if (at == At::Container && key == "imagePullPolicy")
            return isDefaultPullPolicy(parent, value);
        if (at == At::PodSpec && key == "serviceAccount") { // the old spelling, kept equal by the API server
            std::string_view mine;
            std::string_view other;
            return !value.get(mine) && !parent["serviceAccountName"].get(other) && mine == other;
        }
        const auto isDefault = [&](const Default &d) {
            return d.at == at && d.key == key && written(value, at) == d.json;
        };
        return std::any_of(kDefaults.begin(), kDefaults.end(), isDefault);
    }

    static bool isDefaultPullPolicy(const simdjson::dom::object &container, const element &value)
    {
        std::string_view policy;
        std::string_view image;
        if (value.get(policy) || container["image"].get(image))
            return false;
        const bool latest = tagOfReference(toText(image)) == QLatin1String("latest");
        return policy == (latest ? std::string_view("Always") : std::string_view("IfNotPresent"));
    }

    // As it would be written: labels that hold nothing but the hash are empty.
    [[nodiscard]] std::string_view written(const element &value, At at) const
    {
        m_scratch.clear();
        if (value.is_object() && (at == At::Template || at == At::Metadata)) {
            Canonical inner(m_hashLabel, m_scratch);
            inner.write(value, at == At::Template ? At::Metadata : At::Map);
        } else if (value.is_object()) {
            simdjson::dom::object object;
            if (!value.get(object))
                m_scratch = object.begin() == object.end() ? "{}" : "";
        } else {
            m_scratch = QByteArray::fromStdString(simdjson::minify(value));
        }
        return {m_scratch.constData(), static_cast<size_t>(m_scratch.size())};
    }

    void writeObject(const simdjson::dom::object &object, At at, int depth)
    {
        std::vector<std::pair<std::string_view, element>> fields;
        for (const auto [key, value] : object) {
            if (!leftOut(object, at, key, value))
                fields.emplace_back(key, value);
        }
        std::sort(fields.begin(), fields.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        char separator = '{';
        for (const auto &[key, value] : fields) {
            m_out += separator;
            writeString(key);
            m_out += ':';
            write(value, below(at, key), depth + 1);
            separator = ',';
        }
        m_out += fields.empty() ? "{}" : "}";
    }

    void writeArray(const simdjson::dom::array &array, At at, int depth)
    {
        char separator = '[';
        for (const element item : array) {
            m_out += separator;
            write(item, at, depth + 1);
            separator = ',';
        }
        m_out += separator == '[' ? "[]" : "]";
    }

    void writeString(std::string_view text)
    {
        std::string quoted = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                quoted += '\\';
            if (static_cast<unsigned char>(c) < 0x20) {
                constexpr char kHex[] = "0123456789abcdef";
                quoted += "\\u00";
                quoted += kHex[static_cast<unsigned char>(c) >> 4];
                quoted += kHex[static_cast<unsigned char>(c) & 15];
            } else {
                quoted += c;
            }
        }
        quoted += '"';
        m_out.append(quoted.data(), static_cast<qsizetype>(quoted.size()));
    }

    std::string_view m_hashLabel;
    QByteArray &m_out;
    mutable QByteArray m_scratch;
};

void addConfig(Manifest &manifest, Manifest::ConfigReference::Kind kind, const QString &name)
{
    const Manifest::ConfigReference reference{kind, name};
    if (!name.isEmpty() && !manifest.configs.contains(reference))
        manifest.configs.append(reference);
}

void readContainer(const JsonView &container, bool init, Manifest &manifest)
{
    using Kind = Manifest::ConfigReference::Kind;
    const QString reference = container["image"].text();
    manifest.images.append({container["name"].text(), reference, digestOfReference(reference), init});
    container["envFrom"].eachItem([&](const JsonView &source) {
        addConfig(manifest, Kind::ConfigMap, source["configMapRef"]["name"].text());
        addConfig(manifest, Kind::Secret, source["secretRef"]["name"].text());
    });
    container["env"].eachItem([&](const JsonView &variable) {
        const JsonView from = variable["valueFrom"];
        addConfig(manifest, Kind::ConfigMap, from["configMapKeyRef"]["name"].text());
        addConfig(manifest, Kind::Secret, from["secretKeyRef"]["name"].text());
    });
}

void readVolume(const JsonView &volume, Manifest &manifest)
{
    using Kind = Manifest::ConfigReference::Kind;
    addConfig(manifest, Kind::ConfigMap, volume["configMap"]["name"].text());
    addConfig(manifest, Kind::Secret, volume["secret"]["secretName"].text());
    volume["projected"]["sources"].eachItem([&](const JsonView &source) {
        addConfig(manifest, Kind::ConfigMap, source["configMap"]["name"].text());
        addConfig(manifest, Kind::Secret, source["secret"]["name"].text());
    });
}

} // namespace

Manifest readManifest(const JsonView &podTemplate, std::string_view hashLabel)
{
    Manifest manifest;
    const JsonView spec = podTemplate["spec"];
    if (!spec.exists())
        return manifest;
    spec["initContainers"].eachItem([&](const JsonView &container) { readContainer(container, true, manifest); });
    spec["containers"].eachItem([&](const JsonView &container) { readContainer(container, false, manifest); });
    spec["volumes"].eachItem([&](const JsonView &volume) { readVolume(volume, manifest); });
    Canonical(hashLabel, manifest.podTemplate).write(podTemplate.element(), At::Template);
    manifest.digest = templateDigest(manifest.podTemplate);
    return manifest;
}

} // namespace astern::connectors
