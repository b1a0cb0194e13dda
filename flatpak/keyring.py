"""The file in which libsecret keeps secrets behind the Secret portal, read from outside.

A header, two bytes of version, and a GVariant with the salt and the items,
each of which is AES-128 in CBC mode, its initialization vector, and an HMAC.
The key is derived from what the portal gave. (libsecret's egg-keyring1.)

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import ctypes
import hashlib
import hmac

HEADER = b'GnomeKeyring\n\r\0\n\1\0'
IV_SIZE, MAC_SIZE = 16, 32
AES128, CBC = 7, 3  # of libgcrypt


def _decrypt(key, iv, data):
    crypt = ctypes.CDLL('libgcrypt.so.20')
    crypt.gcry_check_version(None)
    cipher, out = ctypes.c_void_p(), ctypes.create_string_buffer(len(data))
    size = ctypes.c_size_t
    for failed in (crypt.gcry_cipher_open(ctypes.byref(cipher), AES128, CBC, 0),
                   crypt.gcry_cipher_setkey(cipher, key, size(len(key))),
                   crypt.gcry_cipher_setiv(cipher, iv, size(len(iv))),
                   crypt.gcry_cipher_decrypt(cipher, out, size(len(data)), data, size(len(data)))):
        assert not failed, f'libgcrypt says {failed}'
    crypt.gcry_cipher_close(cipher)
    return out.raw


def read_keyring_file(path, password):
    """All that the items hold, decrypted, as a list of bytes; the password is the portal's."""
    from gi.repository import GLib
    data = path.read_bytes()
    assert data.startswith(HEADER), 'this is no keyring file'
    kind = GLib.VariantType('(uayutua(a{say}ay))')
    _, salt, iterations, _, _, items = GLib.Variant.new_from_bytes(kind, GLib.Bytes(data[len(HEADER):]), False).unpack()
    key = hashlib.pbkdf2_hmac('sha256', password, bytes(salt), iterations, 16)
    found = []
    for _, blob in items:
        blob, mac = bytes(blob)[:-MAC_SIZE], bytes(blob)[-MAC_SIZE:]
        assert hmac.compare_digest(hmac.new(key, blob, 'sha256').digest(), mac), 'the key is another one'
        found.append(_decrypt(key, blob[-IV_SIZE:], blob[:-IV_SIZE]))
    return found
