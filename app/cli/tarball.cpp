// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/tarball.h"

#include <QCoreApplication>

#include <zlib.h>

namespace astern::app {
namespace {

constexpr qsizetype kBlock = 512;

QByteArray octal(qint64 value, int width) { return QByteArray::number(value, 8).rightJustified(width - 1, '0') + '\0'; }

// POSIX.1-1988 ustar.
QByteArray header(const TarFile &file, qint64 mtimeSeconds)
{
    QByteArray block(kBlock, '\0');
    const auto put = [&block](qsizetype at, const QByteArray &bytes) { block.replace(at, bytes.size(), bytes); };
    put(0, file.name.left(99));
    put(100, octal(0600, 8));
    put(108, octal(0, 8));
    put(116, octal(0, 8));
    put(124, octal(file.bytes.size(), 12));
    put(136, octal(mtimeSeconds, 12));
    put(148, QByteArray(8, ' ')); // the sum counts its own field as blanks
    put(156, "0");
    put(257, QByteArray("ustar\0", 6));
    put(263, "00");
    unsigned sum = 0;
    for (const char byte : std::as_const(block))
        sum += static_cast<unsigned char>(byte);
    put(148, QByteArray::number(sum, 8).rightJustified(6, '0') + QByteArray("\0 ", 2));
    return block;
}

} // namespace

Result<QByteArray> makeTarGz(const QList<TarFile> &files, qint64 mtimeSeconds)
{
    QByteArray tar;
    for (const TarFile &file : files) {
        tar += header(file, mtimeSeconds);
        tar += file.bytes;
        tar += QByteArray((kBlock - file.bytes.size() % kBlock) % kBlock, '\0');
    }
    tar += QByteArray(2 * kBlock, '\0');

    z_stream stream{};
    constexpr int kGzip = 16; // added to the window bits: a gzip header instead of zlib's
    const auto failed = [] {
        return Error{.kind = Error::Kind::Internal,
                     .message = QCoreApplication::translate("Cli", "The bundle could not be compressed")};
    };
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return failed();
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(tar.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(tar.data());
    stream.avail_in = uInt(tar.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    const int result = deflate(&stream, Z_FINISH);
    packed.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        return failed();
    return packed;
}

} // namespace astern::app
