// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/objectstore.h"
#include "models/base/random.h"

#include <QSet>

#include <functional>
#include <map>
#include <vector>

namespace astern::connectors::sandbox {

// The two times: simulated milliseconds since the start (all durations), and the wall clock (all stamps).
struct Moment {
    qint64 sim = 0;
    qint64 wall = 0;
};

enum class PodFate { Starts, CannotPull, Crashes };

[[nodiscard]] QString makeUid(Random &random);
// The template's hash in the letters that Kubernetes uses ("79bf7b7575").
[[nodiscard]] QString templateHash(const QJsonObject &podTemplate);
// "4.8.0" of "registry.shop.example/checkout:4.8.0@sha256:…"
[[nodiscard]] QString imageTag(const QString &image);
[[nodiscard]] QString templateImage(const QJsonObject &podTemplate);
[[nodiscard]] QJsonObject ownerReference(const QJsonObject &owner);
// The same number for the same text, whoever asks: what needs no stream of its own.
[[nodiscard]] quint64 numberOf(const QString &text);

// Where pods get their images from.
struct ImageSource {
    std::function<PodFate(const QString &image)> fate;
    std::function<QString(const QString &image, qint64 wall)> digest; // "sha256:…" of one that can be pulled
};

// ReplicaSets and their pods: what kubelets and the replication controller do. Pods need some seconds to become
// ready and a moment to go away.
class ReplicaSets {
public:
    struct Pod {
        QString name;
        qint64 createdWall = 0;
        qint64 turnsAt = 0; // sim: becomes ready, or is gone when `ending`
        bool ready = false;
        bool ending = false;
        PodFate fate = PodFate::Starts;
        int restarts = 0;
        qint64 crashesAt = 0; // sim: not again before; the kubelet waits longer each time
        qint64 backOffMs = 0; // that it waits now
        qint64 endedWall = 0; // of its last crash
        qint64 readyWall = 0;
        [[nodiscard]] QString node() const; // where it was placed
    };
    struct Set {
        QString key;   // "namespace/name"
        QString owner; // "rollouts|shop/checkout"
        QString hash;
        QString image;
        int revision = 0;
        int desired = 0;
        std::vector<Pod> pods;
        [[nodiscard]] int ready() const;
        [[nodiscard]] int count() const; // that are not ending
        [[nodiscard]] bool failing() const;
    };
    struct Recipe {
        QJsonObject owner; // the Rollout or Deployment
        QString ownerResource;
        QJsonObject podTemplate;
        QString hash;
        QString hashLabel;
        QString revisionAnnotation;
        int revision = 0;
        int desired = 0;
        bool settled = false; // made by the past: its pods are there and ready
    };

    ReplicaSets(ObjectStore &store, Random random, ImageSource images)
        : m_store(store), m_random(random), m_images(std::move(images))
    {
    }

    Set &create(const Recipe &recipe, Moment now);
    // The owner's set with the recipe's hash: made when there is none, and always of the newest revision (an older one
    // that is wanted again gets the next number). `recipe.revision` does not matter.
    Set &ensure(Recipe recipe, Moment now);
    [[nodiscard]] const std::map<QString, Set> &all() const { return m_sets; }
    // Newest revision first.
    [[nodiscard]] std::vector<Set *> of(const QString &owner);
    void scale(Set &set, int desired, Moment now);
    void remove(Set &set);
    // Those with pods that cannot start.
    [[nodiscard]] std::vector<const Set *> failing() const;
    // Moves pods on; returns the owners whose pods changed.
    QSet<QString> advance(Moment now);

private:
    void setRevision(Set &set, int revision, const QString &annotation);
    void writeSet(const Set &set);
    void writePod(const Set &set, const Pod &pod);
    static void crash(Pod &pod, Moment now);
    void addPod(Set &set, Moment now, bool settled);

    ObjectStore &m_store;
    Random m_random;
    ImageSource m_images;
    std::map<QString, Set> m_sets;
    std::map<QString, std::vector<QString>> m_byOwner;
    QSet<QString> m_moving; // sets with pods that will change
};

} // namespace astern::connectors::sandbox
