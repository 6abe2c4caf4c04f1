// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeserver.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace astern::test {
namespace {

// Elliptic keys: made in milliseconds.
constexpr char kScript[] = R"sh(
set -eu
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
authority() { key "$1"; openssl req -x509 -new -key "$1.key" -days 30 -subj "/CN=$2" -out "$1.crt"; }
leaf() { # name, common name, extension line, authority, further arguments
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$2" -out "$1.csr"
  printf '%s\n' "$3" > "$1.ext"
  name=$1 ca=$4; shift 4
  openssl x509 -req -in "$name.csr" -CA "$ca.crt" -CAkey "$ca.key" -CAcreateserial -extfile "$name.ext" -out "$name.crt" "$@"
}
names="subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
authority ca "Astern test authority"
authority otherca "Somebody else"
leaf server localhost "$names" ca -days 30
leaf elsewhere elsewhere.example "subjectAltName=DNS:elsewhere.example" ca -days 30
leaf client reader "extendedKeyUsage=clientAuth" ca -days 30
leaf otherclient stranger "extendedKeyUsage=clientAuth" otherca -days 30
# `x509 -req` only knows a number of days from now; `ca` takes dates.
mkdir -p db && : > db/index.txt && echo 01 > db/serial
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=db/index.txt\nserial=db/serial\nnew_certs_dir=db\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n' > ca.cnf
key expired
openssl req -new -key expired.key -subj /CN=localhost -out expired.csr
printf '%s\n' "$names" > expired.ext
openssl ca -batch -config ca.cnf -cert ca.crt -keyfile ca.key -in expired.csr -out expired.crt -extfile expired.ext \
  -startdate 20240101000000Z -enddate 20240201000000Z -notext
)sh";

} // namespace

QString TestCertificates::file(const char *name) const { return folder + QLatin1Char('/') + QLatin1String(name); }

QByteArray TestCertificates::pem(const char *name) const
{
    QFile f(file(name));
    if (!f.open(QIODevice::ReadOnly))
        qFatal("no test certificate %s", name);
    return f.readAll();
}

const TestCertificates &TestCertificates::instance()
{
    static const QTemporaryDir folder;
    static const TestCertificates made = [] {
        QProcess shell;
        shell.setWorkingDirectory(folder.path());
        shell.setProcessChannelMode(QProcess::MergedChannels);
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QString::fromLatin1(kScript)});
        if (!shell.waitForFinished() || shell.exitCode() != 0)
            qFatal("openssl could not make test certificates: %s", shell.readAll().constData());
        return TestCertificates{folder.path()};
    }();
    return made;
}

} // namespace astern::test
