// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/guard/policybench.h"

#include <QHash>
#include <QObject>
#include <QTextDocument>
#include <QTimer>

namespace astern::ui {

// The policies that a person has looked at, each with what was typed and not saved: leaving one for another, closing
// the window or a crash loses nothing. Any number of editors show the document of one. GUI thread; files are read and
// written by the bench.
class PolicyBuffers : public QObject {
    Q_OBJECT
public:
    struct Buffer {
        QTextDocument *document = nullptr;
        QByteArray saved;                 // what the file says, as far as it has been taken in
        bool loaded = false;              // `saved` and the document are there
        bool crlf = false;                // lines of the file end like that
        bool writable = false;            // by this user
        bool edited = false;              // the text is not what is saved
        bool saving = false;              // it is being recorded, then written
        std::optional<QByteArray> theirs; // the file was changed under an edited text, and says this now
        qint64 restoredMs = 0;            // of a draft that was taken up again; 0: none
        qint64 savedMs = 0;               // when it was saved here
        bool foreign = false;             // not UTF-8: shown, and never written
        std::optional<Error> trouble;     // it could not be read or written
    };
    // How the log is told of an edit.
    struct Log {
        using Edit = std::function<void(const QString &name, const QByteArray &text, const QByteArray &base, Done<Ok>)>;
        Edit record; // before the file is written, which it may refuse; empty: nothing is recorded
        std::function<void(const QString &name, const QByteArray &text, const QByteArray &base, const Error &)>
            unwritten; // of one that was asked for and is not in the file
    };
    PolicyBuffers(guard::PolicyBench &bench, std::function<qint64()> nowMs, Log log = {}, QObject *parent = nullptr);
    ~PolicyBuffers() override;

    // Reads the file; again: what was changed on the disk meanwhile. changed() tells the rest.
    void open(const QString &workspaceFolder, const QString &name, bool mayEdit);
    [[nodiscard]] const Buffer *find(const QString &name) const; // nullptr: not opened
    [[nodiscard]] QByteArray textOf(const QString &name) const;  // as it would be saved
    // Recorded first, as safely as it must be; where it cannot be, the file stays as it is, and what was typed too.
    void save(const QString &name);
    void discard(const QString &name);    // back to what is saved; Undo brings the text back
    void takeTheirs(const QString &name); // of a file that was changed meanwhile; Undo brings one's own text back
    void keepMine(const QString &name);   // so that saving writes over theirs

Q_SIGNALS:
    void changed(const QString &name); // what find() says
    void typed(const QString &name);   // the text

private:
    void take(const QString &name, const Result<guard::PolicyOnDisk> &disk);
    void record(const QString &name, const QByteArray &text, const QByteArray &base);
    void write(const QString &name, const QByteArray &text, const QByteArray &base);
    void notWritten(const QString &name, const QByteArray &text, const QByteArray &base, const Error &why);
    void noteTyped(const QString &name);
    void keepDraft(const QString &name);
    void replace(Buffer &buffer, const QByteArray &text);

    guard::PolicyBench &m_bench;
    std::function<qint64()> m_nowMs;
    Log m_log;
    Inbox m_inbox;
    QString m_folder;
    bool m_mayEdit = true;
    QHash<QString, Buffer> m_buffers;
    QSet<QString> m_unkept; // typed since their draft was written
    QTimer m_keepSoon;
};

} // namespace astern::ui
