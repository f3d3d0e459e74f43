package native

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"

	"yusuan/extract"
)

// decrypter opens the streams of a document that is encrypted but has no user
// password: the publisher restricted printing or editing, not reading.
// Strings stay encrypted; no text of a page is in them.
type decrypter struct {
	key []byte
	how cryptMethod
}

type cryptMethod uint8

const (
	cryptNone   cryptMethod = iota // Identity
	cryptRC4                       // V2
	cryptAES                       // AESV2
	cryptAES256                    // AESV3
)

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// newDecrypter derives the key of the empty user password. The error wraps
// ErrEncrypted when that is not the password.
func (s *structure) newDecrypter(entry []byte) (*decrypter, error) {
	dict := s.dictOf(entry)
	if f := nameOf(dict["Filter"]); f != "Standard" {
		return nil, fmt.Errorf("security handler %q: %w", f, extract.ErrEncrypted)
	}
	number := func(key string, def int) int {
		if n, _, ok := readInt(dict[key], 0); ok {
			return n
		}
		return def
	}
	v, r := number("V", 0), number("R", 0)
	o, u := stringOf(dict["O"]), stringOf(dict["U"])
	d := &decrypter{how: cryptRC4}
	bits := number("Length", 40)
	switch v {
	case 1:
		bits = 40
	case 2, 3:
	case 4, 5:
		d.how = cryptFilter(dict)
		bits = 128
	default:
		return nil, fmt.Errorf("encryption version %d: %w", v, extract.ErrEncrypted)
	}
	if v == 5 {
		ue := stringOf(dict["UE"])
		if len(u) < 48 || len(ue) < 32 {
			return nil, fmt.Errorf("encryption without keys: %w", extract.ErrMalformed)
		}
		if !bytes.Equal(hashR6(r, nil, u[32:40]), u[:32]) {
			return nil, extract.ErrEncrypted
		}
		block, err := aes.NewCipher(hashR6(r, nil, u[40:48]))
		if err != nil {
			return nil, err
		}
		d.key = make([]byte, 32)
		cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(d.key, ue[:32])
		return d, nil
	}
	if len(o) < 32 || len(u) < 32 {
		return nil, fmt.Errorf("encryption without keys: %w", extract.ErrMalformed)
	}
	id := stringOf(bytes.TrimLeft(s.trailer["ID"], "[ \r\n\t"))
	permissions := uint32(number("P", 0))
	metadata := string(bytes.TrimSpace(dict["EncryptMetadata"])) != "false"
	// Writers disagree on the length of the key and its unit: /U tells.
	for _, n := range []int{bits / 8, number("Length", 0) / 8, number("Length", 0), 16, 5} {
		if n < 5 || n > 16 {
			continue
		}
		d.key = keyR4(r, n, o[:32], permissions, id, metadata)
		if userKeyFits(r, d.key, u, id) {
			return d, nil
		}
	}
	return nil, extract.ErrEncrypted
}

// dictOf reads a dictionary, given as written or by reference.
func (s *structure) dictOf(entry []byte) map[string][]byte {
	if dict, _, ok := dictAt(entry, 0); ok {
		return dict
	}
	n, _, ok := readInt(entry, 0)
	if !ok {
		return nil
	}
	p := s.objects[n]
	if _, _, body, ok := objectHeader(s.data, p.offset); ok && p.stream == 0 {
		dict, _, _ := dictAt(s.data, body)
		return dict
	}
	return nil
}

// cryptFilter reads how streams are encrypted from /CF and /StmF.
func cryptFilter(dict map[string][]byte) cryptMethod {
	name := nameOf(dict["StmF"])
	if name == "" || name == "Identity" {
		return cryptNone
	}
	cf, _, _ := dictAt(dict["CF"], 0)
	filter, _, _ := dictAt(cf[name], 0)
	switch nameOf(filter["CFM"]) {
	case "V2":
		return cryptRC4
	case "AESV2":
		return cryptAES
	case "AESV3":
		return cryptAES256
	}
	return cryptNone
}

// keyR4 is algorithm 2 of ISO 32000-1 for the empty password.
func keyR4(r, n int, o []byte, p uint32, id []byte, metadata bool) []byte {
	h := md5.New()
	h.Write(passwordPad)
	h.Write(o)
	h.Write(binary.LittleEndian.AppendUint32(nil, p))
	h.Write(id)
	if r >= 4 && !metadata {
		h.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key[:n])
			copy(key, sum[:])
		}
	}
	return key[:n]
}

// userKeyFits checks a key against /U (algorithms 4 to 6).
func userKeyFits(r int, key, u, id []byte) bool {
	if r == 2 {
		out := bytes.Clone(passwordPad)
		xorRC4(key, out)
		return bytes.Equal(out, u[:32])
	}
	h := md5.New()
	h.Write(passwordPad)
	h.Write(id)
	out := h.Sum(nil)
	k := make([]byte, len(key))
	for i := range 20 {
		for j := range k {
			k[j] = key[j] ^ byte(i)
		}
		xorRC4(k, out)
	}
	return bytes.Equal(out, u[:16])
}

func xorRC4(key, b []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(b, b)
	}
}

// hashR6 is the hash of revisions 5 and 6 (algorithm 2.B of ISO 32000-2) for a
// user password.
func hashR6(r int, password, salt []byte) []byte {
	sum := sha256.Sum256(append(bytes.Clone(password), salt...))
	k := sum[:]
	if r < 6 {
		return k
	}
	for i := 0; ; i++ {
		k1 := bytes.Repeat(append(bytes.Clone(password), k...), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return k
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(k1, k1)
		mod := 0
		for _, c := range k1[:16] {
			mod += int(c)
		}
		switch mod % 3 {
		case 0:
			h := sha256.Sum256(k1)
			k = h[:]
		case 1:
			h := sha512.Sum384(k1)
			k = h[:]
		default:
			h := sha512.Sum512(k1)
			k = h[:]
		}
		if i >= 63 && int(k1[len(k1)-1]) <= i-31 {
			return k[:32]
		}
	}
}

// stream decrypts the data of a stream.
func (d *decrypter) stream(raw []byte, num, gen int) ([]byte, error) {
	key := d.key
	switch d.how {
	case cryptNone:
		return raw, nil
	case cryptRC4, cryptAES:
		h := md5.New()
		h.Write(key)
		h.Write([]byte{byte(num), byte(num >> 8), byte(num >> 16), byte(gen), byte(gen >> 8)})
		if d.how == cryptAES {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(len(key)+5, 16)]
	}
	if d.how == cryptRC4 {
		out := bytes.Clone(raw)
		xorRC4(key, out)
		return out, nil
	}
	if len(raw) < aes.BlockSize {
		return nil, nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	body := raw[aes.BlockSize:]
	body = bytes.Clone(body[:len(body)/aes.BlockSize*aes.BlockSize])
	cipher.NewCBCDecrypter(block, raw[:aes.BlockSize]).CryptBlocks(body, body)
	if n := len(body); n > 0 {
		if pad := int(body[n-1]); pad >= 1 && pad <= aes.BlockSize {
			body = body[:n-pad]
		}
	}
	return body, nil
}
