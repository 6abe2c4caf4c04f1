// SPDX-License-Identifier: GPL-3.0-or-later
// Checks an evidence bundle of Astern without Astern: go run verify.go BUNDLE.tar [VKEY...]
// Needs golang.org/x/mod (Debian: golang-golang-x-mod-dev, then GOPATH=/usr/share/gocode GO111MODULE=off go run ...).
// Keys of the log that you have from elsewhere come behind the file; without them the bundle's own are believed.
package main

import (
	"archive/tar"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

func check(ok bool, what string) {
	if passed++; !ok {
		passed, failed = passed-1, failed+1
		fmt.Println("FAILED:", what)
	}
}

// The keys that entries of the log made known; the bundle's entries must be signed by one of them.
var keys = map[string]ed25519.PublicKey{}

type key struct{ Keyid, Public, Role string }

func entry(name string, leaf []byte, learn bool) {
	var e struct {
		Payload, PayloadType string
		Signatures           []struct{ Keyid, Sig string }
	}
	var p struct {
		Key    key
		Admins []key
	}
	err := json.Unmarshal(leaf, &e)
	payload, _ := base64.StdEncoding.DecodeString(e.Payload)
	if err != nil || len(e.Signatures) != 1 || json.Unmarshal(payload, &p) != nil {
		check(false, name+" is no entry")
		return
	}
	for _, k := range append(p.Admins, p.Key) {
		raw, _ := base64.StdEncoding.DecodeString(k.Public)
		if sum := sha256.Sum256(raw); learn && len(raw) == 32 && k.Keyid == "ed25519:"+hex.EncodeToString(sum[:]) {
			keys[k.Keyid] = raw
		}
	}
	signature, _ := base64.StdEncoding.DecodeString(e.Signatures[0].Sig)
	pae := fmt.Sprintf("DSSEv1 %d %s %d %s", len(e.PayloadType), e.PayloadType, len(payload), payload)
	pub, known := keys[e.Signatures[0].Keyid]
	check(known && ed25519.Verify(pub, []byte(pae), signature), name+" is signed by a key of the log")
}

func main() {
	bundle, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(4)
	}
	files := map[string][]byte{}
	for t := tar.NewReader(bytes.NewReader(bundle)); ; {
		h, err := t.Next()
		if err != nil {
			check(err == io.EOF, "the tar is whole")
			break
		}
		files[h.Name], _ = io.ReadAll(t)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	var manifest struct{ Members map[string]string }
	check(json.Unmarshal(files["manifest.json"], &manifest) == nil, "manifest.json is JSON")
	check(len(manifest.Members)+2 == len(files), "manifest.json lists every file")
	for _, name := range names {
		if sum := sha256.Sum256(files[name]); name != "manifest.json" && name != "manifest.note" {
			check(manifest.Members[name] == hex.EncodeToString(sum[:]), name+" is what the manifest says")
			document := strings.TrimPrefix(name, "evidence/")
			check(document == name || document == hex.EncodeToString(sum[:]), name+" is what its name says")
		}
	}
	vkeys := os.Args[2:]
	if len(vkeys) == 0 {
		vkeys = strings.Fields(string(files["keys/vkeys.txt"]))
	}
	var verifiers []note.Verifier
	for _, vkey := range vkeys {
		if v, err := note.NewVerifier(vkey); err == nil { // other kinds: cosignatures, which this program leaves out
			verifiers = append(verifiers, v)
		}
	}
	head, err := note.Open(files["head/checkpoint"], note.VerifierList(verifiers...))
	check(err == nil, "head/checkpoint is signed by the log")
	if err != nil {
		os.Exit(1)
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(head.Text, "\n", 2)[1]))
	check(err == nil, "head/checkpoint says a size and a root")
	sum := sha256.Sum256(files["manifest.json"])
	signed, err := note.Open(files["manifest.note"], note.VerifierList(verifiers...))
	check(len(os.Args) > 2 || err == nil && signed.Text == "astern.evidence/v1\n"+hex.EncodeToString(sum[:])+"\n", "manifest.note")
	for _, folder := range []string{"keys/", "entry/"} {
		for _, name := range names {
			if !strings.HasPrefix(name, folder) || !strings.HasSuffix(name, ".json") {
				continue
			}
			stem := strings.TrimSuffix(strings.TrimPrefix(name, folder), ".json")
			text := files[map[string]string{"keys/": "keys/", "entry/": "proof/"}[folder]+stem+".tlog-proof"]
			parts := strings.SplitN(string(text), "\n\n", 2)
			lines := strings.Split(parts[0], "\n")
			var index int64
			var proof tlog.RecordProof
			for i, line := range lines {
				if i == 1 {
					fmt.Sscanf(line, "index %d", &index)
				} else if i > 1 {
					h, err := tlog.ParseHash(line)
					check(err == nil, name+": a line of its proof is a hash")
					proof = append(proof, h)
				}
			}
			check(len(parts) == 2 && parts[1] == string(files["head/checkpoint"]), name+": its proof is of the head")
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(files[name])) == nil, name+" is in the log")
			entry(name, files[name], folder == "keys/")
		}
	}
	var hashes []tlog.Hash // of a whole log: its tree from its entries
	reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, i := range indexes {
			out = append(out, hashes[i])
		}
		return out, nil
	})
	var size int64
	for _, name := range names {
		if !strings.Contains(name, "/tile/entries/") {
			continue
		}
		for rest := files[name]; len(rest) >= 2; size++ {
			n := int(rest[0])<<8 | int(rest[1])
			if n > len(rest)-2 {
				check(false, name+" holds whole entries")
				break
			}
			more, err := tlog.StoredHashes(size, rest[2:2+n], reader)
			check(err == nil, name)
			hashes = append(hashes, more...)
			entry(name, rest[2:2+n], true)
			rest = rest[2+n:]
		}
	}
	if size > 0 {
		root, err := tlog.TreeHash(size, reader)
		check(err == nil && size == tree.N && root == tree.Hash, "the entries give the root of the checkpoint")
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
