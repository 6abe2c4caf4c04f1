// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/verify/entry.h"
#include "models/journal/verify/verify.h"

#include <QByteArray>

#include <deque>
#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace astern::verify {

inline QString toQString(const std::string &text) { return QString::fromStdString(text); }

// The opening of a committed value as it lies sealed beside its entry.
struct SealedFrame {
    std::string entry, field;
    bool isRead = false;
    void read(std::string_view frame);
};

// Some entries in order, read and taken apart together. Used again for later ones: entries keep their memory.
struct Batch {
    struct Group {
        std::size_t at = 0, size = 0;
        Digest self{};
        std::size_t firstEntry = 0, entries = 0;
        std::size_t firstOpening = 0, openings = 0;
        bool isFilled = false; // the frames fill it
    };
    QByteArray bytes;      // what everything here points into
    qsizetype segment = 0; // of a log
    std::size_t from = 0;  // where in it the reading begins
    bool isLast = true;    // no later segment was begun before this one was read
    std::vector<std::string_view> leaves;
    std::vector<std::string_view> frames; // of openings
    std::vector<Group> groups;
    std::deque<Entry> entries; // at least as many as leaves; the rest are left from before
    std::vector<SealedFrame> openings;

    void clear();
    void reserve(); // as many entries and openings as leaves and frames
    // The pieces of work that need nothing but the bytes: entries, then openings, then groups.
    [[nodiscard]] std::size_t pieces() const { return leaves.size() + frames.size() + groups.size(); }
    void work(std::size_t piece, const std::string &payloadType);
};

// Walks the segments of the log as one sequence of groups.
class SegmentReader {
public:
    SegmentReader(QString folder, Report &report);

    // The next segment's bytes, with the groups that seem to be in it. False: there is none.
    [[nodiscard]] bool load(Batch &batch);
    // Judges the groups of a batch that was worked on; tells the good ones in order. False: what was loaded behind it
    // is of no use, and load() is to be called again.
    using OnGroup = std::function<void(const Batch::Group &group)>;
    [[nodiscard]] bool walk(Batch &batch, const OnGroup &onGroup);
    [[nodiscard]] bool isRead() const { return m_isRead; }

private:
    enum class Trouble { None, Stray, Torn };
    bool judge(const Batch &batch, const Batch::Group &group);
    void conclude(Trouble trouble, const Batch &batch, std::string_view rest, const QString &where);
    [[nodiscard]] static bool isBegun(const QString &path);

    QString m_folder;
    Report &m_report;
    QStringList m_names;
    qsizetype m_segment = 0; // to be loaded next
    std::size_t m_from = 0;  // from there on in it
    bool m_isRead = false;
    bool m_isOver = false;
    QByteArray m_trouble; // what stood there when it was read before
    int m_readings = 0;
    std::uint64_t m_number = 0;
    std::uint64_t m_entries = 0;
    Digest m_prev{};
};

// The database as it stands at one instant, from the first reading on: a journal in use grows meanwhile.
class Database {
public:
    explicit Database(const QString &file);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    [[nodiscard]] bool isRead(Report &report);
    [[nodiscard]] std::uint64_t size() const { return m_size; } // rows, as its highest number says

    // Some leaves for a batch; false: there are none left.
    [[nodiscard]] bool load(Batch &batch, Report &report);
    // Row `index` against what the entry says. `withOpenings`: the openings beside it are the ones that count.
    void check(std::uint64_t index, const Entry &entry, Report &report);
    // Whether an opening of this field lies beside the entry that was checked last.
    [[nodiscard]] bool hasOpening(std::uint64_t index, const std::string &id, const std::string &field);
    // A node that the tree has, in the order in which the tree closes them.
    void checkNode(int level, std::uint64_t pos, const Digest &digest, Report &report);
    void finish(std::uint64_t entries, Report &report);

    struct Kept {
        std::string origin, root, note;
        std::uint64_t size = 0;
    };
    [[nodiscard]] std::vector<Kept> notes(Report &report);

private:
    using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt *)>;
    // Rows one after the other. SQLite begins anew when it is asked behind the end; this does not.
    struct Cursor {
        Statement statement{nullptr, nullptr};
        int step = 0; // SQLite's last answer
        bool stands = false;

        bool next();
        bool stay() { return stands || next(); } // on a row, moving there if it stands on none
        void leave() { stands = false; }
    };
    [[nodiscard]] Statement prepare(const char *sql);
    void unreadable(Report &report) const;
    void tampered(Report &report, const QString &where, const char *what) const;

    QString m_file;
    sqlite3 *m_db = nullptr;
    std::uint64_t m_size = 0;
    Cursor m_leaves, m_rows, m_openings;
    std::uint64_t m_nextLeaf = 0;
    std::vector<Cursor> m_nodes; // by level
    std::int64_t m_group = -1;   // whose openings are in m_current
    std::vector<SealedFrame> m_current;
};

} // namespace astern::verify
