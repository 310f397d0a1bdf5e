//! Places to go on from, sealed: an agent hands one back and cannot tell what it counts, nor make
//! one up. What is counted also counts what the agent must not know of.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

const NONCE: usize = 8;
const SEAL: usize = 8;

/// Seals `values` with the key of an agent for one `purpose`. The same values never look the same
/// as long as `nonce` differs.
pub(super) fn seal(key: &[u8; 32], purpose: &str, nonce: [u8; NONCE], values: &[i64]) -> String {
    let mut bytes: Vec<u8> = values.iter().flat_map(|value| value.to_be_bytes()).collect();
    mask(key, purpose, nonce, &mut bytes);
    let proof = proof(key, purpose, nonce, &bytes);
    let all = [nonce.as_slice(), bytes.as_slice(), proof.as_slice()].concat();
    BASE64_URL_SAFE_NO_PAD.encode(all)
}

/// The values that were sealed with this key for this purpose; none for any other text.
pub(super) fn open<const N: usize>(key: &[u8; 32], purpose: &str, text: &str) -> Option<[i64; N]> {
    let all = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let (nonce, rest) = all.split_first_chunk::<NONCE>()?;
    let (bytes, given) = rest.split_last_chunk::<SEAL>()?;
    let right = proof(key, purpose, *nonce, bytes);
    // Compared in constant time, as hashes are.
    if blake3::hash(given) != blake3::hash(&right) || bytes.len() != N * 8 {
        return None;
    }
    let mut bytes = bytes.to_vec();
    mask(key, purpose, *nonce, &mut bytes);
    let mut values = [0; N];
    for (value, chunk) in values.iter_mut().zip(bytes.chunks_exact(8)) {
        *value = i64::from_be_bytes(chunk.try_into().ok()?);
    }
    Some(values)
}

fn mask(key: &[u8; 32], purpose: &str, nonce: [u8; NONCE], bytes: &mut [u8]) {
    let mut stream = vec![0; bytes.len()];
    blake3::Hasher::new_keyed(key)
        .update(b"mask")
        .update(&nonce)
        .update(purpose.as_bytes())
        .finalize_xof()
        .fill(&mut stream);
    for (byte, other) in bytes.iter_mut().zip(stream) {
        *byte ^= other;
    }
}

fn proof(key: &[u8; 32], purpose: &str, nonce: [u8; NONCE], bytes: &[u8]) -> [u8; SEAL] {
    let mut out = [0; SEAL];
    blake3::Hasher::new_keyed(key)
        .update(b"seal")
        .update(&nonce)
        .update(&(purpose.len() as u64).to_be_bytes())
        .update(purpose.as_bytes())
        .update(bytes)
        .finalize_xof()
        .fill(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_cursor_comes_back_for_its_agent_and_purpose_alone() {
        let text = seal(&KEY, "changes", [1; 8], &[5, -9]);
        assert_eq!(open(&KEY, "changes", &text), Some([5, -9]));
        assert_eq!(open::<2>(&[8; 32], "changes", &text), None, "another agent");
        assert_eq!(open::<2>(&KEY, "events", &text), None, "another purpose");
        assert_eq!(open::<1>(&KEY, "changes", &text), None, "another shape");
        for end in 0..text.len() {
            assert_eq!(open::<2>(&KEY, "changes", &text[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn neighbours_do_not_look_alike() {
        let texts = [[5], [5], [6]]
            .iter()
            .zip(1..)
            .map(|(value, nonce)| seal(&KEY, "changes", [nonce; 8], value));
        let mut ends: Vec<String> = texts.map(|text| text[11..].to_owned()).collect();
        ends.dedup();
        assert_eq!(ends.len(), 3);
    }
}
