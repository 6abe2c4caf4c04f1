// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/objectstore.h"
#include "connectors/sandbox/selector.h"

#include <QSet>

#include <deque>
#include <optional>

namespace astern::connectors::sandbox {

struct WatchSpec {
    const ResourceType *type = nullptr;
    QString ns; // empty: all
    std::optional<Selector> labels;
    std::optional<Selector> fields;
    qint64 from = 0;          // resourceVersion to go on from
    bool initial = false;     // begin with everything that there is
    bool markInitial = false; // and say with a bookmark where that ends
    bool bookmarks = false;
    qint64 timeoutMs = 30 * 60'000; // the server ends it then

    [[nodiscard]] bool wants(const QJsonObject &object) const;
};

// One open watch: hands out the lines that are due. Called with the world's lock held.
class WatchStream {
public:
    WatchStream(const ObjectStore &store, WatchSpec spec);
    // Lines ready now, each with its line feed; empty: nothing (yet).
    [[nodiscard]] QByteArray take(qint64 ageMs);
    [[nodiscard]] bool ended() const { return m_ended; }

private:
    [[nodiscard]] QByteArray initialLines();
    [[nodiscard]] QByteArray lineOf(const ObjectStore::Event &event) const;
    [[nodiscard]] QByteArray bookmark(bool endOfInitial) const;

    const ObjectStore &m_store;
    WatchSpec m_spec;
    qint64 m_at = 0;
    bool m_started = false;
    bool m_marked = false;
    bool m_ended = false;
};

} // namespace astern::connectors::sandbox
