// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QRandomGenerator>
#include <QString>

#include <functional>

namespace astern::test {

// What this process does to the files below one folder, call by call: the program's own calls and SQLite's. A binary
// that links this file has open(), pwrite(), fdatasync(), rename() and so on replaced by ones that write down what they
// do, and that can fail when told to.
struct DiskOp {
    enum class Kind { Create, Write, Truncate, Sync, SyncFolder, Rename, Unlink, Link, Note };
    Kind kind = Kind::Note;
    int file = -1;     // its number for life, whatever its names
    QString name;      // of Create, Unlink; the old one of Rename and Link; the folder of SyncFolder; a Note's words
    QString to;        // new name
    qint64 offset = 0; // of Write; the size of Truncate
    QByteArray bytes;  // of Write and Note
};

namespace DiskShim {

void record(const QString &folder); // from now on; what is there already is not known
[[nodiscard]] QList<DiskOp> stop();
// Something that counts as durable at this moment, such as an answer that was given.
void note(const QString &words, const QByteArray &bytes = {});
// The n-th write or sync from now on, and `count` in all, fails with this errno.
enum class Fails { Write, Sync };
void failAt(Fails what, int nth, int count, int code);
[[nodiscard]] int failed(); // how many did

} // namespace DiskShim

// What a disk may hold when the power goes before operation `at`.
class CutDisk {
public:
    enum class Mode { DropAll, KeepAll, Torn, TornAndGarbage };
    // `ignored`: syncs of files and folders that it says true for do nothing, to prove that the test would notice.
    explicit CutDisk(QList<DiskOp> ops, std::function<bool(const QString &name)> ignored = {});
    [[nodiscard]] qsizetype count() const { return m_ops.size(); }
    // Must be called with growing `at`. Gives path -> bytes.
    [[nodiscard]] QMap<QString, QByteArray> at(qsizetype at, Mode mode);
    [[nodiscard]] const QList<DiskOp> &ops() const { return m_ops; }

private:
    struct File {
        QByteArray durable;
        QList<DiskOp> pending;
        QString name;
    };
    void apply(const DiskOp &op);
    static void writeTo(QByteArray &bytes, const DiskOp &op);
    static void rename(QMap<QString, int> &names, const DiskOp &op);

    QList<DiskOp> m_ops;
    std::function<bool(const QString &)> m_ignored;
    qsizetype m_at = 0;
    QMap<int, File> m_files;
    QMap<QString, int> m_names; // durable
    QList<DiskOp> m_pendingNames;
};

} // namespace astern::test
