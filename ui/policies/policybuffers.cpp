// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policybuffers.h"

#include "ui/policies/policyeditor.h"

#include <QSet>
#include <QTextCursor>

namespace astern::ui {
namespace {

constexpr int kKeepAfterMs = 700;

QString shown(const QByteArray &bytes)
{
    QString text = QString::fromUtf8(bytes);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    return text;
}

} // namespace

PolicyBuffers::PolicyBuffers(guard::PolicyBench &bench, std::function<qint64()> nowMs, Log log, QObject *parent)
    : QObject(parent), m_bench(bench), m_nowMs(std::move(nowMs)), m_log(std::move(log)), m_inbox(this)
{
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(kKeepAfterMs);
    connect(&m_keepSoon, &QTimer::timeout, this, [this] {
        for (const QString &name : QSet<QString>(m_unkept))
            keepDraft(name);
    });
}

PolicyBuffers::~PolicyBuffers()
{
    for (const QString &name : QSet<QString>(m_unkept))
        keepDraft(name);
}

void PolicyBuffers::open(const QString &workspaceFolder, const QString &name, bool mayEdit)
{
    m_folder = workspaceFolder;
    m_mayEdit = mayEdit;
    m_bench.open(workspaceFolder, name, [this, name](const Result<guard::PolicyOnDisk> &disk) { take(name, disk); });
}

const PolicyBuffers::Buffer *PolicyBuffers::find(const QString &name) const
{
    const auto found = m_buffers.constFind(name);
    return found == m_buffers.cend() ? nullptr : &*found;
}

QByteArray PolicyBuffers::textOf(const QString &name) const
{
    const Buffer *buffer = find(name);
    if (!buffer || !buffer->document)
        return {};
    QString text = PolicyEditor::textOf(*buffer->document);
    if (buffer->crlf)
        text.replace(u'\n', QStringLiteral("\r\n"));
    return text.toUtf8();
}

// In one step that Undo takes back, the cursor staying where it was.
void PolicyBuffers::replace(Buffer &buffer, const QByteArray &text)
{
    QTextCursor cursor(buffer.document);
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(shown(text));
    cursor.endEditBlock();
}

void PolicyBuffers::take(const QString &name, const Result<guard::PolicyOnDisk> &disk)
{
    Buffer &buffer = m_buffers[name];
    buffer.trouble.reset();
    if (!disk) {
        buffer.trouble = disk.error();
        Q_EMIT changed(name);
        return;
    }
    buffer.writable = disk->writable;
    if (!buffer.loaded) {
        buffer.document = PolicyEditor::makeDocument(this);
        buffer.saved = disk->text;
        buffer.foreign = QString::fromUtf8(disk->text).toUtf8() != disk->text;
        buffer.crlf = disk->text.contains("\r\n");
        buffer.document->setPlainText(shown(disk->text));
        buffer.document->clearUndoRedoStacks();
        buffer.loaded = true;
        if (disk->draft && m_mayEdit && disk->draft->text != disk->text) {
            replace(buffer, disk->draft->text);
            buffer.restoredMs = disk->draft->atMs;
            buffer.edited = true;
            if (disk->draft->base != disk->text)
                buffer.theirs = disk->text;
        }
        connect(buffer.document, &QTextDocument::contentsChanged, this, [this, name] { noteTyped(name); });
    } else if (disk->text != buffer.saved && disk->text != buffer.theirs.value_or(buffer.saved)) {
        if (buffer.edited && textOf(name) != disk->text) {
            buffer.theirs = disk->text;
        } else {
            buffer.saved = disk->text;
            buffer.theirs.reset();
            if (textOf(name) != disk->text)
                replace(buffer, disk->text);
            noteTyped(name);
        }
    }
    Q_EMIT changed(name);
}

void PolicyBuffers::noteTyped(const QString &name)
{
    Buffer &buffer = m_buffers[name];
    const bool edited = textOf(name) != buffer.saved;
    if (m_mayEdit) {
        m_unkept.insert(name);
        m_keepSoon.start();
    }
    const bool turned = edited != buffer.edited;
    buffer.edited = edited;
    if (!edited)
        buffer.restoredMs = 0;
    Q_EMIT typed(name);
    if (turned)
        Q_EMIT changed(name);
}

void PolicyBuffers::keepDraft(const QString &name)
{
    m_unkept.remove(name);
    const Buffer &buffer = m_buffers[name];
    m_bench.keep(name, buffer.edited ? std::optional(guard::PolicyDraft{textOf(name), buffer.saved, m_nowMs()})
                                     : std::nullopt);
}

// What stands on the disk is looked at first: nothing is recorded that could not be written.
void PolicyBuffers::save(const QString &name)
{
    Buffer &buffer = m_buffers[name];
    if (std::exchange(buffer.saving, true))
        return;
    Q_EMIT changed(name);
    const QByteArray text = textOf(name);
    const QByteArray base = buffer.saved;
    m_bench.open(m_folder, name, [this, name, text, base](const Result<guard::PolicyOnDisk> &disk) {
        if (disk && disk->text == base)
            return record(name, text, base);
        m_buffers[name].saving = false;
        take(name, disk); // says what it says now
    });
}

void PolicyBuffers::record(const QString &name, const QByteArray &text, const QByteArray &base)
{
    if (!m_log.record)
        return write(name, text, base);
    m_log.record(name, text, base, m_inbox.wrap([this, name, text, base](const Result<Ok> &recorded) {
        recorded ? write(name, text, base) : notWritten(name, text, base, recorded.error());
    }));
}

void PolicyBuffers::write(const QString &name, const QByteArray &text, const QByteArray &base)
{
    m_bench.save(m_folder, name, text, base, [this, name, text, base](const Result<Ok> &saved) {
        if (!saved) {
            notWritten(name, text, base, saved.error());
            if (saved.error().kind == Error::Kind::Conflict)
                open(m_folder, name, m_mayEdit); // says what it says now
            return;
        }
        Buffer &buffer = m_buffers[name];
        buffer.saving = false;
        buffer.trouble.reset();
        buffer.saved = text;
        buffer.savedMs = m_nowMs();
        buffer.restoredMs = 0;
        buffer.edited = textOf(name) != text; // typed on meanwhile
        if (buffer.edited)
            keepDraft(name);
        Q_EMIT changed(name);
    });
}

void PolicyBuffers::notWritten(const QString &name, const QByteArray &text, const QByteArray &base, const Error &why)
{
    if (m_log.unwritten)
        m_log.unwritten(name, text, base, why);
    Buffer &buffer = m_buffers[name];
    buffer.saving = false;
    buffer.trouble = why;
    Q_EMIT changed(name);
}

void PolicyBuffers::discard(const QString &name)
{
    Buffer &buffer = m_buffers[name];
    replace(buffer, buffer.saved);
    buffer.restoredMs = 0;
    Q_EMIT changed(name);
}

void PolicyBuffers::takeTheirs(const QString &name)
{
    Buffer &buffer = m_buffers[name];
    if (!buffer.theirs)
        return;
    buffer.saved = *std::exchange(buffer.theirs, std::nullopt);
    replace(buffer, buffer.saved);
    noteTyped(name);
    Q_EMIT changed(name);
}

void PolicyBuffers::keepMine(const QString &name)
{
    Buffer &buffer = m_buffers[name];
    if (!buffer.theirs)
        return;
    buffer.saved = *std::exchange(buffer.theirs, std::nullopt);
    noteTyped(name);
    Q_EMIT changed(name);
}

} // namespace astern::ui
