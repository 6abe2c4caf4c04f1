// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/kubernetes/kubecommands.h"

#include "connectors/kubernetes/accessreview.h"
#include "models/journal/journal.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace astern::connectors {
namespace {

constexpr int kMostReads = 5;      // of one command, while others keep changing the object
constexpr qint64 kFreshMs = 2'000; // a read this young needs no repeating: the guard would tell
constexpr qsizetype kMostRemembered = 64;

QString encoded(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

Error makeError(Error::Kind kind, const QString &message, const QString &hint = {})
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.hint = hint;
    return error;
}

// Says nothing about whether the request was obeyed.
bool isDoubt(Error::Kind kind)
{
    using Kind = Error::Kind;
    return kind == Kind::Unreachable || kind == Kind::TimedOut || kind == Kind::Unavailable || kind == Kind::TooLarge ||
           kind == Kind::Malformed || kind == Kind::Cancelled;
}

} // namespace

Error refused(const QString &message, const QString &hint) { return makeError(Error::Kind::Refused, message, hint); }

const QJsonObject *KubeTarget::setOfRevision(int number, const WorkloadKindInfo &info) const
{
    const QJsonObject *former = nullptr;
    for (const QJsonObject &set : sets) {
        const QJsonObject annotations =
            set.value(QLatin1String("metadata")).toObject().value(QLatin1String("annotations")).toObject();
        if (annotations.value(QLatin1String(info.revisionAnnotation)).toString().toInt() == number)
            return &set;
        const QStringList formerly =
            annotations.value(QLatin1String(info.historyAnnotation)).toString().split(QLatin1Char(','));
        if (formerly.contains(QString::number(number)))
            former = &set;
    }
    return former;
}

const Revision *KubeTarget::revisionOf(const QJsonObject &set) const
{
    const QString name = set.value(QLatin1String("metadata")).toObject().value(QLatin1String("name")).toString();
    const auto found = std::find_if(rollout.revisions.cbegin(), rollout.revisions.cend(),
                                    [&name](const Revision &revision) { return revision.objectName == name; });
    return found == rollout.revisions.cend() ? nullptr : &*found;
}

Error KubeTarget::noRevision(int number) const
{
    const auto text = [](const char *source) { return QCoreApplication::translate("Kubernetes", source); };
    if (historyProblem) {
        Error error = *historyProblem;
        error.message = text("%1 has no revision %2 that can be read: %3")
                            .arg(rollout.ref.name, QString::number(number), error.message);
        return error;
    }
    return makeError(Error::Kind::NotFound, text("%1 has no revision %2").arg(rollout.ref.name).arg(number),
                     text("Choose one of the revisions that are kept."));
}

QByteArray mergePatch(const KubeTarget &target, QJsonObject patch, const QString &intent)
{
    QJsonObject metadata{{QStringLiteral("resourceVersion"), target.rollout.resourceVersion}};
    if (!intent.isEmpty())
        metadata.insert(QStringLiteral("annotations"), QJsonObject{{QLatin1String(kIntentAnnotation), intent}});
    patch.insert(QStringLiteral("metadata"), metadata);
    return QJsonDocument(patch).toJson(QJsonDocument::Compact);
}

QByteArray templatePatch(const QJsonObject &object, const QJsonObject &podTemplate, bool unpause, const QString &intent)
{
    const QJsonObject metadata = object.value(QLatin1String("metadata")).toObject();
    const auto operation = [](const char *op, const QString &path, const QJsonValue &value) {
        return QJsonObject{{QStringLiteral("op"), QLatin1String(op)},
                           {QStringLiteral("path"), path},
                           {QStringLiteral("value"), value}};
    };
    QJsonArray patch;
    patch.append(operation("test", QStringLiteral("/metadata/resourceVersion"),
                           metadata.value(QLatin1String("resourceVersion"))));
    patch.append(operation("replace", QStringLiteral("/spec/template"), podTemplate));
    if (unpause)
        patch.append(operation("replace", QStringLiteral("/spec/paused"), false));
    if (!intent.isEmpty() && metadata.contains(QLatin1String("annotations")))
        patch.append(operation("add", QStringLiteral("/metadata/annotations/astern.dev~1intent"), intent));
    else if (!intent.isEmpty())
        patch.append(operation("add", QStringLiteral("/metadata/annotations"),
                               QJsonObject{{QLatin1String(kIntentAnnotation), intent}}));
    return QJsonDocument(patch).toJson(QJsonDocument::Compact);
}

QJsonObject withoutHash(QJsonObject podTemplate, const char *hashLabel)
{
    QJsonObject metadata = podTemplate.value(QLatin1String("metadata")).toObject();
    QJsonObject labels = metadata.value(QLatin1String("labels")).toObject();
    labels.remove(QLatin1String(hashLabel));
    metadata.insert(QStringLiteral("labels"), labels);
    if (metadata.value(QLatin1String("creationTimestamp")).isNull())
        metadata.remove(QLatin1String("creationTimestamp"));
    podTemplate.insert(QStringLiteral("metadata"), metadata);
    return podTemplate;
}

KubeCommands::KubeCommands(KubeAccess access, const BackendConfig &config, const WorkloadKindInfo &info,
                           const Clock &clock)
    : m_access(std::move(access)), m_backend(config.id), m_info(info), m_clock(clock)
{
}

KubeCommands::~KubeCommands() = default;

HttpClient &KubeCommands::client()
{
    if (!m_client) {
        m_access.http.clock = &m_clock;
        m_client = std::make_unique<HttpClient>(m_access.http);
        m_files = std::make_unique<FileWatch>(m_access.files);
        connect(m_files.get(), &FileWatch::changed, this, &KubeCommands::reopen, Qt::QueuedConnection);
    }
    return *m_client;
}

// Settings that cannot be used are the watch's to tell; commands go on with the old ones.
void KubeCommands::reopen()
{
    const Result<KubeAccess> next = m_access.reopen ? m_access.reopen() : Result<KubeAccess>(m_access);
    const bool parked = m_client && m_client->signIn().parked;
    if (!next || (next->fingerprint == m_access.fingerprint && !parked))
        return;
    std::erase_if(m_retired, [](const auto &client) { return client->isIdle(); });
    if (m_client)
        m_retired.push_back(std::move(m_client));
    m_access = *next;
    m_read.clear();
}

void KubeCommands::signInAgain()
{
    if (m_client)
        m_client->signInAgain();
}

QString KubeCommands::objectPath(const QString &ns, const QString &name) const
{
    return m_info.path(ns) + QLatin1Char('/') + name;
}

QString KubeCommands::alsoNeeds(const KubeTarget &, const DeliveryCommand &) const { return {}; }

bool KubeCommands::passed(const KubeTarget &, const DeliveryCommand &) const { return false; }

void KubeCommands::later(std::function<void()> call)
{
    QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
}

Result<Ok> KubeCommands::checkRef(const ObjectRef &ref) const
{
    if (ref.kind == m_info.kind && ref.backend == m_backend && !ref.ns.isEmpty() && !ref.name.isEmpty())
        return Ok{};
    return makeError(Error::Kind::Internal, tr("%1 is no object of backend %2").arg(ref.key(), m_backend));
}

void KubeCommands::get(const QString &path, const QString &query, Done<QByteArray> done)
{
    HttpRequest request;
    request.url = m_access.url(path, query);
    request.headers = KubeAccess::headers();
    HttpJob *job = client().send(request);
    connect(job, &HttpJob::finished, this, [this, job, done = std::move(done)](const Result<HttpResponse> &result) {
        if (result)
            return done(result->body);
        Error error = kubeError(result.error(), job->answer(), m_backend);
        if (isNotServed(job->answer()))
            error.message = m_info.notServed;
        done(error);
    });
}

void KubeCommands::fetch(const ObjectRef &ref, Done<Target> done)
{
    get(objectPath(ref.ns, ref.name), {}, [this, ref, done = std::move(done)](const Result<QByteArray> &body) {
        if (!body)
            return done(body.error());
        auto target = std::make_shared<KubeTarget>();
        simdjson::dom::parser parser;
        simdjson::dom::element document;
        const auto problem = parser.parse(body->constData(), static_cast<size_t>(body->size())).get(document);
        QString reason = problem ? toText(simdjson::error_message(problem)) : QString();
        if (!problem) {
            JsonReader reader(document);
            target->facts = m_info.read(reader.root());
            reason = reader.problem();
            if (reason.isEmpty() && target->facts.rollout.resourceVersion.isEmpty())
                reason = tr("metadata.resourceVersion is missing");
        }
        if (!reason.isEmpty()) {
            return done(
                notUnderstood(tr("The answer about %1 cannot be understood: %2").arg(ref.name, reason), m_backend));
        }
        target->object = QJsonDocument::fromJson(*body).object();
        target->facts.rollout.ref = ref;
        fetchHistory(target, ref, done);
    });
}

void KubeCommands::fetchHistory(const Target &target, const ObjectRef &ref, Done<Target> done)
{
    QString query = QStringLiteral("limit=500");
    if (!target->facts.selector.isEmpty())
        query += QStringLiteral("&labelSelector=") + encoded(target->facts.selector);
    const QString path = QStringLiteral("/apis/apps/v1/namespaces/%1/replicasets").arg(ref.ns);
    get(path, query, [this, target, ref, done = std::move(done)](const Result<QByteArray> &body) {
        // Without the right to list them there is no history; everything else is still possible.
        if (!body && body.error().kind != Error::Kind::NotPermitted)
            return done(body.error());
        if (!body)
            target->historyProblem = body.error();
        QList<KubeReplicaSet> history;
        simdjson::dom::parser parser;
        simdjson::dom::element document;
        if (body) {
            // An answer that is no list must not be taken for an empty one: there would be nothing to go back to.
            const auto problem = parser.parse(body->constData(), static_cast<size_t>(body->size())).get(document);
            if (problem)
                return done(notUnderstood(tr("The history of %1 cannot be understood: %2")
                                              .arg(ref.name, toText(simdjson::error_message(problem))),
                                          m_backend));
            JsonReader list(document);
            const QJsonArray raw = QJsonDocument::fromJson(*body).object().value(QLatin1String("items")).toArray();
            qsizetype index = 0;
            list.root()["items"].eachItem([&](const JsonView &item) {
                JsonReader one(item.element());
                const KubeReplicaSet set = readReplicaSet(one.root(), m_info);
                const bool own = set.ownerUid == target->facts.rollout.uid;
                if (one.ok() && own) {
                    history.append(set);
                    target->sets.append(raw.at(index).toObject());
                } else if (own && !target->historyProblem) {
                    target->historyProblem = notUnderstood(
                        tr("the ReplicaSet %1 cannot be understood: %2").arg(set.revision.objectName, one.problem()),
                        m_backend);
                }
                ++index;
            });
            if (!list.ok() || !list.root()["items"].exists())
                return done(
                    notUnderstood(tr("The history of %1 cannot be understood: %2")
                                      .arg(ref.name, list.ok() ? tr("a list of items expected") : list.problem()),
                                  m_backend));
        }
        target->rollout = m_info.complete(target->facts, history);
        intoOurTime(target->rollout, client().clockSkewMs());
        target->rollout.observedMs = m_clock.wallMs();
        target->readMs = m_clock.monoMs();
        if (m_read.size() >= kMostRemembered && !m_read.contains(ref.key()))
            m_read.clear();
        m_read.insert(ref.key(), target);
        done(target);
    });
}

void KubeCommands::read(const ObjectRef &ref, Done<Rollout> done)
{
    if (const Result<Ok> good = checkRef(ref); !good)
        return later([done, error = good.error()] { done(error); });
    fetch(ref, [done](const Result<Target> &target) {
        if (target)
            done((*target)->rollout);
        else
            done(target.error());
    });
}

void KubeCommands::mayI(DeliveryAction action, const ObjectRef &ref, Done<Permission> done)
{
    if (const Result<Ok> good = checkRef(ref); !good)
        return later([done, error = good.error()] { done(error); });
    if (!changesAnother(action)) {
        KubeTarget target;
        target.rollout.ref = ref;
        return askPermission(ref, changed(action, target), std::move(done));
    }
    // Which object that is does not change: any read will do.
    if (const Target known = m_read.value(ref.key()))
        return askPermission(ref, changed(action, *known), std::move(done));
    fetch(ref, [this, action, ref, done = std::move(done)](const Result<Target> &target) {
        if (!target)
            return done(target.error());
        askPermission(ref, changed(action, **target), done);
    });
}

KubeCommands::Changed KubeCommands::changed(DeliveryAction action, const KubeTarget &target) const
{
    return {m_info.group, m_info.resource, target.rollout.ref.name, subresource(action)};
}

void KubeCommands::askPermission(const ObjectRef &ref, const Changed &changed, Done<Permission> done)
{
    const AccessQuestion question{.group = changed.group,
                                  .resource = changed.resource,
                                  .subresource = changed.subresource,
                                  .ns = ref.ns,
                                  .name = changed.name};
    HttpJob *job = client().send(accessReview(m_access, question));
    connect(job, &HttpJob::finished, this,
            [this, job, question, done = std::move(done)](const Result<HttpResponse> &result) {
                if (!result)
                    return done(kubeError(result.error(), job->answer(), m_backend));
                done(readAccessReview(*result, question, m_backend));
            });
}

// One command on its way: read, decide, send once; again from the read when somebody else was faster.
class KubeCommands::Errand : public std::enable_shared_from_this<KubeCommands::Errand> {
public:
    Errand(KubeCommands &owner, const LoggedIntent &intent, DeliveryCommand command, Done<Accepted> done)
        : m_owner(owner), m_key(intent.key()), m_command(std::move(command)), m_done(std::move(done))
    {
    }

    void start()
    {
        const Target known = m_owner.m_read.value(m_command.target.key());
        const bool fresh = known && m_owner.m_clock.monoMs() - known->readMs <= kFreshMs;
        const bool asExpected = known && (m_command.expectResourceVersion.isEmpty() ||
                                          known->rollout.resourceVersion == m_command.expectResourceVersion);
        if (fresh && asExpected) {
            m_remembered = true;
            need(known);
        } else {
            readAgain();
        }
    }

private:
    void readAgain()
    {
        m_remembered = false;
        if (++m_reads > kMostReads)
            return fail(makeError(Error::Kind::Conflict, tr("The object kept changing while it was to be changed"),
                                  tr("Try again.")));
        m_owner.fetch(m_command.target, [self = shared_from_this()](const Result<Target> &target) {
            if (!target)
                return self->giveUp(target.error());
            self->need(*target);
        });
    }

    void need(const Target &target)
    {
        const QString path = m_owner.alsoNeeds(*target, m_command);
        if (path.isEmpty())
            return decide(target);
        m_owner.get(path, {}, [self = shared_from_this(), target](const Result<QByteArray> &body) {
            if (!body)
                return self->giveUp(body.error());
            target->referenced = QJsonDocument::fromJson(*body).object();
            self->decide(target);
        });
    }

    void decide(const Target &target)
    {
        if (m_lostAnswer && m_owner.passed(*target, m_command))
            return accept({target->rollout.resourceVersion, false,
                           tr("The first answer was lost; the request had gone through")});
        if (!m_command.expectResourceVersion.isEmpty() &&
            m_command.expectResourceVersion != target->rollout.resourceVersion && !m_lostAnswer)
            return fail(makeError(Error::Kind::Conflict, tr("Somebody else changed the object since it was looked at"),
                                  tr("Look at it again, then decide.")));
        const Result<KubePatch> patch = m_owner.decide(*target, m_command, m_key);
        // "No" is only said on what is so now.
        if (m_remembered && (!patch || patch->alreadyDone))
            return readAgain();
        if (!patch)
            return fail(patch.error());
        if (patch->alreadyDone)
            return accept({target->rollout.resourceVersion, !m_lostAnswer, patch->warning});
        if (m_lostAnswer && !m_command.expectResourceVersion.isEmpty() &&
            m_command.expectResourceVersion != target->rollout.resourceVersion)
            return fail(makeError(Error::Kind::Conflict, tr("Somebody else changed the object since it was looked at"),
                                  tr("Look at it again, then decide.")));
        send(*patch, patch->path, target);
    }

    void send(const KubePatch &patch, const QString &path, const Target &target)
    {
        HttpRequest request;
        request.method = "PATCH";
        request.url =
            m_owner.m_access.url(path, QStringLiteral("fieldManager=astern&fieldValidation=") +
                                           (patch.strict ? QStringLiteral("Strict") : QStringLiteral("Warn")));
        request.headers = KubeAccess::headers(patch.contentType);
        // A status subresource keeps no annotation; a header says for every change which recorded intent it is from.
        request.headers.append(qMakePair(QByteArrayLiteral("Astern-Intent"), m_key.toUtf8()));
        request.body = patch.body;
        request.idempotency = Idempotency::Keyed; // by the resourceVersion in the body
        HttpJob *job = m_owner.client().send(request);
        QObject::connect(job, &HttpJob::finished, &m_owner,
                         [self = shared_from_this(), job, patch, path, target](const Result<HttpResponse> &result) {
                             if (result)
                                 return self->onAccepted(*result, patch, *target);
                             self->onRefused(*job, result.error(), patch, path, target);
                         });
    }

    void onAccepted(const HttpResponse &answer, const KubePatch &patch, const KubeTarget &target)
    {
        const QJsonObject metadata =
            QJsonDocument::fromJson(answer.body).object().value(QLatin1String("metadata")).toObject();
        Accepted accepted;
        accepted.resourceVersion = metadata.value(QLatin1String("resourceVersion")).toString();
        accepted.changedNothing =
            !accepted.resourceVersion.isEmpty() && accepted.resourceVersion == target.rollout.resourceVersion;
        QStringList warnings{patch.warning, kubeWarnings(answer)};
        warnings.removeAll(QString());
        accepted.warning = warnings.join(QStringLiteral("; "));
        accept(accepted);
    }

    void onRefused(HttpJob &job, const Error &transport, const KubePatch &patch, const QString &path,
                   const Target &target)
    {
        const Error error = kubeError(transport, job.answer(), m_owner.m_backend);
        m_lostAnswer = m_lostAnswer || job.doubtful();
        m_left = m_left || !error.notSent;
        const bool noStatus =
            error.kind == Error::Kind::NotFound && path == patch.path && !patch.pathWithoutStatus.isEmpty();
        if (noStatus) // the object was read a moment ago: it is the subresource that is not there
            return send(patch, patch.pathWithoutStatus, target);
        if (error.kind != Error::Kind::Conflict)
            return giveUp(error);
        if (!m_command.expectResourceVersion.isEmpty() && !m_lostAnswer)
            return m_done(error);
        readAgain();
    }

    // It ends without an answer that settles it. Only two things are certain: that nothing left, or that the one
    // request that left was refused.
    void giveUp(Error error)
    {
        error.notSent = !m_left;
        if (m_lostAnswer && !isDoubt(error.kind)) {
            // A refusal now is no word about the try whose answer was lost.
            error.kind = Error::Kind::Unreachable;
            error.message = tr("The answer of the first try was lost, and then: %1").arg(error.message);
        }
        m_done(error);
    }

    void fail(Error error)
    {
        if (error.where.isEmpty())
            error.where = m_command.target.key();
        m_done(error);
    }

    void accept(const Accepted &accepted)
    {
        m_owner.m_read.remove(m_command.target.key());
        m_done(accepted);
    }

    KubeCommands &m_owner;
    QString m_key;
    DeliveryCommand m_command;
    Done<Accepted> m_done;
    int m_reads = 0;
    bool m_remembered = false;
    bool m_left = false;       // some request left: what fails from here on is not "nothing was sent"
    bool m_lostAnswer = false; // one of them may have been obeyed unseen: a conflict may be its own echo
};

void KubeCommands::apply(const LoggedIntent &intent, const DeliveryCommand &command, Done<Accepted> done)
{
    if (const Result<Ok> good = checkRef(command.target); !good)
        return later([done, error = good.error()] { done(error); });
    auto errand = std::make_shared<Errand>(*this, intent, command, std::move(done));
    later([errand] { errand->start(); });
}

} // namespace astern::connectors
