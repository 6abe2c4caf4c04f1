// SPDX-License-Identifier: GPL-3.0-or-later
// Judges what Astern wrote with Go's own golang.org/x/mod, which knows nothing of Astern: judge FOLDER. See evidence.cpp.
// Every check is repeated with each byte of what it reads changed, and must then fail.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder string
var passed, failed, refused int

func check(err error, what string) {
	if err == nil {
		passed++
	} else {
		failed++
		fmt.Println("FAILED:", what, err)
	}
}

func read(name string) []byte {
	data, err := os.ReadFile(filepath.Join(folder, name))
	check(err, "reading "+name)
	return data
}

func names(pattern string) []string {
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	check(err, pattern)
	if len(found) == 0 {
		check(fmt.Errorf("nothing there"), pattern)
	}
	return found
}

// Go's reader tolerates low bits behind the last character of base64; that is the one place where a flip changes nothing.
func sameBytes(one, other []byte) bool {
	decode := func(text []byte) string {
		var out []string
		for _, line := range strings.Split(string(text), "\n") {
			fields := strings.Split(line, " ")
			if raw, err := base64.StdEncoding.DecodeString(fields[len(fields)-1]); err == nil {
				fields[len(fields)-1] = string(raw)
			}
			out = append(out, strings.Join(fields, " "))
		}
		return strings.Join(out, "\n")
	}
	return decode(one) == decode(other)
}

// Flips a bit of every byte; `good` must refuse each.
func refuse(data []byte, what string, good func([]byte) bool) {
	for i := range data {
		bad := append([]byte{}, data...)
		bad[i] ^= 1 << (i % 8)
		if sameBytes(bad, data) {
			continue
		}
		if good(bad) {
			check(fmt.Errorf("believed with byte %d changed", i), what)
			return
		}
		refused++
	}
	passed++
}

// cosignature/v1, which x/mod does not know: its verifier signs time and body.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(text), sig[8:])
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	check(err, "witness key")
	var hash uint32
	fmt.Sscanf(parts[1], "%08x", &hash)
	return cosigner{parts[0], hash, raw[1:]}
}

// A tile of ours as x/mod names it, which has the height in the path.
type tiles struct{}

func (tiles) Height() int { return 8 }
func (tiles) ReadTiles(wanted []tlog.Tile) (out [][]byte, err error) {
	for _, t := range wanted {
		data, err := os.ReadFile(filepath.Join(folder, "log", strings.Replace(t.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func hashes(data []byte) (out []tlog.Hash, err error) {
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if line == "" {
			continue
		}
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

func tree(text string) (tlog.Tree, error) {
	lines := strings.SplitN(text, "\n", 2)
	if len(lines) != 2 {
		return tlog.Tree{}, fmt.Errorf("no checkpoint")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
}

func main() {
	folder = os.Args[1]
	log, err := note.NewVerifier(string(read("vkeys/log")))
	check(err, "log key")
	witness := newCosigner(string(read("vkeys/witness")))
	list := note.VerifierList(log, witness)
	open := func(data []byte) (tlog.Tree, error) {
		n, err := note.Open(data, list)
		if err != nil {
			return tlog.Tree{}, err
		}
		if len(n.Sigs) != 2 || len(n.UnverifiedSigs) != 0 {
			return tlog.Tree{}, fmt.Errorf("not signed by log and witness")
		}
		if !strings.HasPrefix(n.Text, log.Name()+"\n") {
			return tlog.Tree{}, fmt.Errorf("another origin")
		}
		return tree(n.Text)
	}
	trees := map[int64]tlog.Tree{}
	for _, name := range names("checkpoints/*") {
		data, _ := os.ReadFile(name)
		t, err := open(data)
		check(err, name)
		trees[t.N] = t
		refuse(data, name, func(bad []byte) bool { _, err := open(bad); return err == nil })
	}
	head, err := open(read("log/checkpoint"))
	check(err, "log/checkpoint")

	// Every entry of the bundles is in the tree that the tiles give.
	reader := tlog.TileHashReader(head, tiles{})
	root, err := tlog.TreeHash(head.N, reader)
	check(err, "tiles")
	if root != head.Hash {
		check(fmt.Errorf("another root"), "tiles")
	}
	var leaves []tlog.Hash
	for n := int64(0); n*256 < head.N; n++ {
		path := fmt.Sprintf("log/tile/entries/%03d", n)
		if head.N-n*256 < 256 {
			path += fmt.Sprintf(".p/%d", head.N-n*256)
		}
		for rest := read(path); len(rest) > 0; {
			size := int(rest[0])<<8 | int(rest[1])
			index := int64(len(leaves))
			leaves = append(leaves, tlog.RecordHash(rest[2:2+size]))
			rest = rest[2+size:]
			proof, err := tlog.ProveRecord(head.N, index, reader)
			check(err, "proof from tiles")
			check(tlog.CheckRecord(proof, head.N, head.Hash, index, leaves[index]), "entry of the tiles")
		}
	}
	if int64(len(leaves)) != head.N {
		check(fmt.Errorf("%d entries, not %d", len(leaves), head.N), "entry bundles")
	}
	for _, name := range names("inclusion/*") {
		var index, size int64
		fmt.Sscanf(filepath.Base(name), "%d-%d", &index, &size)
		data, _ := os.ReadFile(name)
		good := func(data []byte) bool {
			proof, err := hashes(data)
			return err == nil && tlog.CheckRecord(proof, size, trees[size].Hash, index, leaves[index]) == nil
		}
		if !good(data) {
			check(fmt.Errorf("refused"), name)
		}
		refuse(data, name, good)
	}
	for _, name := range names("consistency/*") {
		var old, size int64
		fmt.Sscanf(filepath.Base(name), "%d-%d", &old, &size)
		data, _ := os.ReadFile(name)
		good := func(data []byte) bool {
			proof, err := hashes(data)
			return err == nil && tlog.CheckTree(proof, size, trees[size].Hash, old, trees[old].Hash) == nil
		}
		if !good(data) {
			check(fmt.Errorf("refused"), name)
		}
		refuse(data, name, good)
	}
	for _, name := range names("proof/*") {
		data, _ := os.ReadFile(name)
		leaf, _ := os.ReadFile(filepath.Join(folder, "entry", strings.TrimSuffix(filepath.Base(name), ".tlog-proof")+".json"))
		good := func(data, leaf []byte) bool {
			parts := strings.SplitN(string(data), "\n\n", 2)
			lines := strings.SplitN(parts[0], "\n", 3)
			var index int64
			if n, _ := fmt.Sscanf(lines[1], "index %d", &index); len(parts) != 2 || len(lines) < 3 || n != 1 ||
				lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprint("index ", index) {
				return false
			}
			proof, err := hashes([]byte(lines[2]))
			t, err2 := open([]byte(parts[1]))
			return err == nil && err2 == nil && tlog.CheckRecord(proof, t.N, t.Hash, index, tlog.RecordHash(leaf)) == nil
		}
		if !good(data, leaf) {
			check(fmt.Errorf("refused"), name)
		}
		refuse(data, name, func(bad []byte) bool { return good(bad, leaf) })
		refuse(leaf, name+" (entry)", func(bad []byte) bool { return good(data, bad) })
	}
	fmt.Printf("%d passed, %d failed, %d forgeries refused\n", passed, failed, refused)
	if failed > 0 {
		os.Exit(1)
	}
}
