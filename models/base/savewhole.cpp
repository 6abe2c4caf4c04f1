// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/savewhole.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

namespace astern {

Result<Ok> saveWhole(const QString &path, const QByteArray &bytes, std::optional<QFileDevice::Permissions> permissions)
{
    QSaveFile file(path);
    // Flushed by hand: what fails while commit() empties the buffer is told to nobody (Qt 6.4), and a part of the file
    // would stand for the whole.
    if (file.open(QIODevice::WriteOnly) && (!permissions || file.setPermissions(*permissions)) &&
        file.write(bytes) == bytes.size() && file.flush() && file.commit())
        return Ok{};
    return Error{.kind = Error::Kind::Storage,
                 .message =
                     QCoreApplication::translate("Files", "The file was not written: %1").arg(file.errorString()),
                 .where = QDir::toNativeSeparators(path),
                 .hint = QCoreApplication::translate("Files", "Choose another folder, or make room in this one.")};
}

} // namespace astern
