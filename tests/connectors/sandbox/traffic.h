// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/sandbox/json.h"
#include "connectors/sandbox/world.h"

namespace astern::connectors::sandbox {

// The share of the last minute's requests with these labels that failed; -1: there were none.
inline double failedShare(World &world, const std::vector<QPair<QString, QString>> &where)
{
    double failed = 0;
    double all = 0;
    for (const QString &status : {u"200"_s, u"404"_s, u"500"_s, u"503"_s}) {
        std::vector<QPair<QString, QString>> labels{{u"__name__"_s, u"http_requests_total"_s}, {u"status"_s, status}};
        labels.insert(labels.end(), where.begin(), where.end());
        for (const size_t index : world.samples().withLabels(labels)) {
            SampleStore::Point now;
            SampleStore::Point before;
            const qint64 wall = world.now().wall;
            if (!world.samples().instant(index, wall, 60'000, now) ||
                !world.samples().instant(index, wall - 60'000, 60'000, before))
                continue;
            all += now.value - before.value;
            failed += status.startsWith(u'5') ? now.value - before.value : 0;
        }
    }
    return all > 0 ? failed / all : -1;
}

} // namespace astern::connectors::sandbox
