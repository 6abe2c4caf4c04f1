// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/tarball.h"

#include "models/base/ustar.h"

#include <QCoreApplication>

#include <zlib.h>

namespace astern::app {

Result<QByteArray> makeTarGz(const QList<TarFile> &files, qint64 mtimeSeconds)
{
    QByteArray tar;
    for (const TarFile &file : files)
        tar += Ustar::member(file.name, file.bytes, 0600, mtimeSeconds);
    tar += Ustar::end();

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
