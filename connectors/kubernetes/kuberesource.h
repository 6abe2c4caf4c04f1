// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/kubernetes/jsonview.h"
#include "connectors/kubernetes/kubeaccess.h"
#include "models/base/clock.h"

#include <QPointer>
#include <QTimer>

#include <functional>

namespace astern::connectors {

struct KubeTimings {
    int backoffMinMs = 1'000;
    int backoffMaxMs = 30'000;
    int refusedRetryMs = 30'000; // 401, 403, not installed: somebody has to act first
    int idleProbeMs = 15'000;    // a silent stream: does the server still answer?
    int reopenMs = 75'000;       // longer than the distance of bookmarks: the stream is dead, whatever the probe says
    int watchSeconds = 300;      // asked for; the server ends the stream in order after that
    int listDeadlineMs = 30'000;
};

struct KubeResourceOptions {
    QString path; // "/apis/apps/v1/namespaces/shop/replicasets"
    QString labelSelector;
    QString notServed; // said when the path is not there
    int pageSize = 500;
    int maxObjects = 200'000;
    KubeTimings timings;
};

// Follows one kind of object: lists it in pages, then watches from the list's own resourceVersion, for ever.
// All three shapes of 410, dropped and silent streams, orderly time-outs, 429 and refusals end in the right
// next step; `resourceVersion` is opaque and never compared.
class KubeResource : public QObject {
    Q_OBJECT
public:
    // What the follower makes of it. A list is begun, told object by object and ended; whatever of the old was
    // not told is gone then. `raw` is the object's JSON.
    struct Sink {
        std::function<void()> listBegun;
        std::function<void(JsonReader &reader, const JsonView &object)> upsert;
        std::function<void(const JsonView &object)> gone;
        std::function<void()> listEnded;
        std::function<void()> stateChanged;
        std::function<void(const QByteArray &bytes, const QString &reason)> notUnderstood;
    };
    struct State {
        BackendHealth::State state = BackendHealth::State::Connecting;
        Error::Kind kind = Error::Kind::Internal; // of the last failure
        QString reason;
        QString hint;
        qint64 lastAnswerMs = 0;
        qint64 nextTryMs = 0;
        bool listed = false; // at least one whole list was told
    };

    KubeResource(HttpClient &client, const KubeAccess &access, KubeResourceOptions options, Sink sink,
                 const Clock &clock, QObject *parent = nullptr);
    ~KubeResource() override;

    void start();
    void relist(); // now, whatever the stream says
    // What was told is not believed any more, and why: listed again before it is called live.
    void doubt(const QString &reason);
    [[nodiscard]] const State &state() const { return m_state; }
    [[nodiscard]] const QString &path() const { return m_options.path; }

private:
    enum class Next { List, Watch };
    void list(const QString &continueToken);
    void onPage(HttpJob &job, const Result<HttpResponse> &result);
    bool readPage(const QByteArray &body);
    void onListFailed(const Error &error);
    void watch();
    void onLine(const QByteArray &line);
    void onEvent(const JsonView &root, JsonReader &reader);
    void onWatchEnded(const Result<Ok> &result, const HttpResponse &answer);
    void onErrorEvent(const JsonView &status);
    void onSilence();
    void probe();
    void answered();
    void again(Next next, const Error &error);
    void waitFor(Next next, qint64 ms);
    void stopAll();
    void setState(BackendHealth::State state, const Error &error = {});

    HttpClient &m_client;
    const KubeAccess &m_access;
    KubeResourceOptions m_options;
    Sink m_sink;
    const Clock &m_clock;
    State m_state;

    simdjson::dom::parser m_parser;
    QPointer<HttpJob> m_job;
    QPointer<HttpJob> m_probe;
    QPointer<HttpStream> m_stream;
    QTimer m_retry;
    QTimer m_silence;
    Next m_next = Next::List;

    QString m_version;      // to watch from
    int m_told = 0;         // objects of the list under way
    int m_expiredLists = 0; // continue tokens that went stale one after another
    int m_failures = 0;
    qint64 m_openedMs = 0;     // mono, of the stream
    qint64 m_lastLineMs = 0;   // mono
    bool m_streamTold = false; // this stream brought at least one line
};

} // namespace astern::connectors
