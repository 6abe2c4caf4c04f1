// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/verify/sources.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace astern::verify {
namespace {

struct Copy {
    bool isRead = false;
    QString words;
    std::vector<Digest> leaves;
    Entry wanted; // the entry that was asked for, when it is there
};

// Hashes of all entries, and the entry at `index` taken apart.
Copy readCopy(const QString &path, std::uint64_t index)
{
    Copy copy;
    Report report;
    const auto take = [&](std::string_view leaf) {
        if (copy.leaves.size() == index) {
            Entry entry;
            entry.read(leaf, {});
            copy.wanted = std::move(entry);
        }
        copy.leaves.push_back(leafDigest(leaf));
    };
    Batch batch;
    if (!QFileInfo(path).isDir()) {
        Database database(path);
        copy.isRead = database.isRead(report);
        while (copy.isRead && database.load(batch, report))
            std::for_each(batch.leaves.cbegin(), batch.leaves.cend(), take);
    } else {
        const QString log = QDir(path).filePath(QStringLiteral("log"));
        SegmentReader reader(QFileInfo(log).isDir() ? log : path, report);
        while (reader.load(batch)) {
            for (std::size_t piece = batch.leaves.size() + batch.frames.size(); piece < batch.pieces(); ++piece)
                batch.work(piece, {});
            (void)reader.walk(batch, [&](const Batch::Group &group) {
                for (std::size_t i = 0; i < group.entries; ++i)
                    take(batch.leaves[group.firstEntry + i]);
            });
        }
        copy.isRead = reader.isRead();
    }
    if (!copy.isRead && !report.findings.isEmpty())
        copy.words = report.findings.first().where + QStringLiteral(": ") + report.findings.first().what;
    return copy;
}

} // namespace

Difference compare(const QString &one, const QString &other)
{
    const QString paths[2] = {one, other};
    Difference difference;
    Copy copies[2];
    for (int i = 0; i < 2; ++i) {
        copies[i] = readCopy(paths[i], std::uint64_t(-1));
        difference.size[i] = copies[i].leaves.size();
        if (!copies[i].isRead) {
            difference.words = copies[i].words;
            return difference;
        }
    }
    difference.isRead = true;
    const std::size_t both = std::min(copies[0].leaves.size(), copies[1].leaves.size());
    while (difference.common < both && copies[0].leaves[difference.common] == copies[1].leaves[difference.common])
        ++difference.common;
    for (int i = 0; i < 2 && !difference.isSame(); ++i) {
        if (difference.common >= difference.size[i])
            continue;
        const Copy again = readCopy(paths[i], difference.common);
        difference.id[i] = toQString(again.wanted.at("id").text());
        difference.kind[i] = toQString(again.wanted.at("kind").text());
    }
    return difference;
}

} // namespace astern::verify
