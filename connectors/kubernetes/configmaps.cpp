// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/configmaps.h"

#include "connectors/kubernetes/accessreview.h"
#include "connectors/kubernetes/kubecommands.h"
#include "connectors/kubernetes/workload.h"
#include "models/base/logging.h"
#include "models/journal/journal.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace astern::connectors {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigMaps", text); }

// The change that touched what is in it, and not only what is written about it.
void readLastChange(const JsonView &metadata, ConfigState &state)
{
    metadata["managedFields"].eachItem([&state](const JsonView &entry) {
        const JsonView fields = entry["fieldsV1"];
        const qint64 at = entry["time"].timeMs();
        if (at >= state.changedMs && (fields["f:data"].exists() || fields["f:binaryData"].exists())) {
            state.changedMs = at;
            state.changedBy = entry["manager"].text().left(100);
        }
    });
}

} // namespace

Result<ConfigState> readConfigMap(const QByteArray &body, const ConfigRef &ref)
{
    simdjson::dom::parser parser;
    simdjson::dom::element document;
    if (const auto problem = parser.parse(body.constData(), static_cast<size_t>(body.size())).get(document))
        return notUnderstood(toText(simdjson::error_message(problem)), ref.backend);
    JsonReader reader(document);
    const JsonView metadata = reader.root()["metadata"];
    ConfigState state;
    state.ref = ref;
    state.resourceVersion = metadata["resourceVersion"].text();
    state.immutable = reader.root()["immutable"].boolean();
    state.owner = readGitOwner(metadata);
    readLastChange(metadata, state);
    if (!reader.ok())
        return notUnderstood(reader.problem(), ref.backend);
    if (state.resourceVersion.isEmpty() || metadata["name"].text() != ref.name)
        return notUnderstood(tr("it is no ConfigMap %1").arg(ref.name), ref.backend);
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QJsonObject data = object.value(QLatin1String("data")).toObject();
    const QJsonObject binaryData = object.value(QLatin1String("binaryData")).toObject();
    const Result<QByteArray> content = configContent(data, binaryData);
    if (!content)
        return notUnderstood(content.error().message, ref.backend);
    state.content = *content;
    state.digest = configDigest(*content);
    state.keys = data.keys() + binaryData.keys();
    state.keys.sort();
    return state;
}

Result<QByteArray> configPatch(const ConfigState &now, const QByteArray &content, const QString &intent,
                               bool hasAnnotations)
{
    const Result<ConfigData> wanted = configData(content);
    const Result<ConfigData> present = configData(now.content);
    if (!wanted || !present)
        return wanted ? present.error() : wanted.error();
    const auto operation = [](const char *op, const char *path, const QJsonValue &value) {
        return QJsonObject{{QStringLiteral("op"), QLatin1String(op)},
                           {QStringLiteral("path"), QLatin1String(path)},
                           {QStringLiteral("value"), value}};
    };
    QJsonArray patch{operation("test", "/metadata/resourceVersion", now.resourceVersion)};
    // "add" replaces a whole member where there is one.
    patch.append(operation("add", "/data", wanted->data));
    if (!wanted->binaryData.isEmpty() || !present->binaryData.isEmpty())
        patch.append(operation("add", "/binaryData", wanted->binaryData));
    if (hasAnnotations)
        patch.append(operation("add", "/metadata/annotations/astern.dev~1intent", intent));
    else
        patch.append(
            operation("add", "/metadata/annotations", QJsonObject{{QLatin1String(kIntentAnnotation), intent}}));
    return QJsonDocument(patch).toJson(QJsonDocument::Compact);
}

ConfigMapReader::ConfigMapReader(KubeAccess access, const BackendConfig &config, const Clock &clock)
    : m_access(std::move(access)), m_backend(config.id), m_clock(clock)
{
}

ConfigMapReader::~ConfigMapReader() = default;

HttpClient &ConfigMapReader::client()
{
    if (!m_client) {
        m_access.http.clock = &m_clock;
        m_client = std::make_unique<HttpClient>(m_access.http);
        m_files = std::make_unique<FileWatch>(m_access.files);
        connect(m_files.get(), &FileWatch::changed, this, &ConfigMapReader::reopen, Qt::QueuedConnection);
    }
    return *m_client;
}

// Settings that cannot be used are the watch's to tell; this goes on with the old ones.
void ConfigMapReader::reopen()
{
    const Result<KubeAccess> next = m_access.reopen ? m_access.reopen() : Result<KubeAccess>(m_access);
    const bool parked = m_client && m_client->signIn().parked;
    if (!next || (next->fingerprint == m_access.fingerprint && !parked))
        return;
    std::erase_if(m_retired, [](const auto &old) { return old->isIdle(); });
    if (m_client)
        m_retired.push_back(std::move(m_client));
    m_access = *next;
}

void ConfigMapReader::signInAgain()
{
    if (m_client)
        m_client->signInAgain();
}

QString ConfigMapReader::path(const ConfigRef &ref)
{
    return QStringLiteral("/api/v1/namespaces/%1/configmaps/%2").arg(ref.ns, ref.name);
}

void ConfigMapReader::read(const ConfigRef &ref, Done<Read> done)
{
    HttpRequest request;
    request.url = m_access.url(path(ref));
    request.headers = KubeAccess::headers();
    HttpJob *job = client().send(request);
    connect(job, &HttpJob::finished, this,
            [this, job, ref, done = std::move(done)](const Result<HttpResponse> &answer) {
                if (!answer)
                    return done(kubeError(answer.error(), job->answer(), m_backend));
                Result<ConfigState> state = readConfigMap(answer->body, ref);
                if (!state)
                    return done(state.error());
                state.value().observedMs = m_clock.wallMs();
                const QJsonObject metadata =
                    QJsonDocument::fromJson(answer->body).object().value(QLatin1String("metadata")).toObject();
                done(Read{*state, metadata.contains(QLatin1String("annotations"))});
            });
}

ConfigMaps::ConfigMaps(KubeAccess access, const BackendConfig &config, ConfigStore &store, const Clock &clock)
    : m_reader(std::move(access), config, clock), m_store(store)
{
    m_reader.setParent(this);
}

Capability ConfigMaps::capability(const ConfigState &state) const
{
    if (state.immutable)
        return {Support::Impossible, Idempotency::Unsafe,
                tr("%1 is immutable: the cluster refuses every change of it").arg(state.ref.name)};
    return {Support::Native, Idempotency::Keyed,
            state.owner
                ? tr("%1 (%2) will revert it unless Git says the same").arg(state.owner->tool, state.owner->application)
                : QString()};
}

void ConfigMaps::read(const ConfigRef &ref, Done<ConfigState> done)
{
    m_reader.read(ref, [this, done = std::move(done)](const Result<ConfigMapReader::Read> &read) {
        if (!read)
            return done(read.error());
        // What is seen can be restored one day; that it cannot be kept is no reason not to read it.
        if (const Result<Ok> kept = m_store.keep(read->state); !kept)
            qCWarning(lcKubernetes).noquote() << kept.error().toString();
        done(read->state);
    });
}

void ConfigMaps::mayI(const ConfigRef &ref, Done<Permission> done)
{
    const AccessQuestion question{
        .group = {}, .resource = QStringLiteral("configmaps"), .subresource = {}, .ns = ref.ns, .name = ref.name};
    HttpJob *job = m_reader.send(accessReview(m_reader.access(), question));
    connect(job, &HttpJob::finished, this,
            [this, job, question, done = std::move(done)](const Result<HttpResponse> &answer) {
                if (!answer)
                    return done(kubeError(answer.error(), job->answer(), m_reader.backend()));
                done(readAccessReview(*answer, question, m_reader.backend()));
            });
}

void ConfigMaps::apply(const LoggedIntent &intent, const ConfigCommand &command, Done<Accepted> done)
{
    m_reader.read(command.target, [this, command, key = intent.key(),
                                   done = std::move(done)](const Result<ConfigMapReader::Read> &now) {
        Error error;
        if (!now)
            error = now.error();
        else if (now->state.digest == command.digest)
            return done(Accepted{.resourceVersion = now->state.resourceVersion, .changedNothing = true, .warning = {}});
        else if (!command.expectResourceVersion.isEmpty() &&
                 command.expectResourceVersion != now->state.resourceVersion)
            error = {.kind = Error::Kind::Conflict,
                     .message = tr("Somebody else changed the object since it was looked at"),
                     .where = command.target.key(),
                     .hint = tr("Look at it again, then decide.")};
        else
            return restore(command, key, *now, done);
        error.notSent = true;
        done(error);
    });
}

void ConfigMaps::restore(const ConfigCommand &command, const QString &key, const ConfigMapReader::Read &now,
                         Done<Accepted> done)
{
    const Result<QByteArray> content = m_store.content(command.digest);
    const Result<QByteArray> patch =
        content ? configPatch(now.state, *content, key, now.hasAnnotations) : Result<QByteArray>(content.error());
    if (!patch) {
        Error error = patch.error();
        error.notSent = true;
        return done(error);
    }
    // It may not be lost to somebody else's change on the way: the one that is there now can be gone back to, too.
    if (const Result<Ok> kept = m_store.keep(now.state); !kept)
        qCWarning(lcKubernetes).noquote() << kept.error().toString();
    HttpRequest request;
    request.method = "PATCH";
    request.url = m_reader.access().url(ConfigMapReader::path(command.target),
                                        QStringLiteral("fieldManager=astern&fieldValidation=Strict"));
    request.headers = KubeAccess::headers(kJsonPatch);
    request.headers.append(qMakePair(QByteArrayLiteral("Astern-Intent"), key.toUtf8()));
    request.body = *patch;
    request.idempotency = Idempotency::Unsafe; // sent once here; who has the plan decides what follows
    HttpJob *job = m_reader.send(request);
    connect(job, &HttpJob::finished, this, [this, job, done = std::move(done)](const Result<HttpResponse> &answer) {
        if (!answer)
            return done(kubeError(answer.error(), job->answer(), m_reader.backend()));
        const QJsonObject metadata =
            QJsonDocument::fromJson(answer->body).object().value(QLatin1String("metadata")).toObject();
        done(Accepted{.resourceVersion = metadata.value(QLatin1String("resourceVersion")).toString(),
                      .changedNothing = false,
                      .warning = kubeWarnings(*answer)});
    });
}

ConfigMapSource::ConfigMapSource(KubeAccess access, const BackendConfig &config, ConfigStore &store, const Clock &clock)
    : m_reader(std::move(access), config, clock), m_store(store), m_clock(clock), m_timer(this)
{
    m_reader.setParent(this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ConfigMapSource::round);
}

void ConfigMapSource::start()
{
    m_started = true;
    m_timer.start(0);
}

void ConfigMapSource::watch(const QList<ConfigRef> &configs)
{
    if (m_wanted == configs)
        return;
    m_wanted = configs;
    if (m_started)
        m_timer.start(0);
}

void ConfigMapSource::signInAgain()
{
    m_reader.signInAgain();
    if (m_started)
        m_timer.start(0);
}

void ConfigMapSource::round()
{
    ++m_round;
    m_found.clear();
    if (!m_wanted.isEmpty())
        askNext(m_round);
}

void ConfigMapSource::askNext(quint64 round)
{
    constexpr int kPollMs = 15'000;
    if (m_found.size() == m_wanted.size()) {
        Q_EMIT told({m_reader.backend(), m_found});
        m_timer.start(kPollMs);
        return;
    }
    const ConfigRef ref = m_wanted.at(m_found.size());
    m_reader.read(ref, [this, round, ref](const Result<ConfigMapReader::Read> &read) {
        if (round != m_round)
            return;
        ConfigState state;
        if (read) {
            state = read->state;
            if (const Result<Ok> kept = m_store.keep(state); !kept)
                qCWarning(lcKubernetes).noquote() << kept.error().toString();
        } else {
            state.ref = ref;
            state.observedMs = m_clock.wallMs();
            state.unknownReason = read.error().message;
        }
        m_found.append(state);
        askNext(round);
    });
}

} // namespace astern::connectors
