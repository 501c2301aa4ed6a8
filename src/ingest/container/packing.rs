//! Unpacking gzip and zstd while reading, recognised by their first bytes.

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{BufRead, Error, Read, Result};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    /// The packing that these first bytes announce.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// The note that a report carries.
    #[must_use]
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("unpacked with gzip"),
            Self::Zstd => Some("unpacked with zstd"),
        }
    }

    /// The unpacked bytes. Several packed files written one behind the other are read as one, as `zcat` does.
    pub fn unpack<'a>(self, packed: impl BufRead + Send + 'a) -> Box<dyn Read + Send + 'a> {
        match self {
            Self::Plain => Box::new(packed),
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Self::Zstd => Box::new(Frames { packed, decoder: FrameDecoder::new(), open: false }),
        }
    }
}

/// All frames of a zstd file. The library stops after the first one, but parallel packers and appended exports write
/// many, and the rest would be lost without a word. Of a frame that breaks off, the last window (some megabytes) stays
/// inside the library and can't be read.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    open: bool,
}

impl<R: BufRead> Frames<R> {
    /// Bytes of the frame at hand; 0 when it is used up.
    fn go_on(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.decoder.can_collect() < buffer.len() && !self.decoder.is_finished() {
            let wanted = buffer.len() - self.decoder.can_collect();
            let step = BlockDecodingStrategy::UptoBytes(wanted);
            self.decoder.decode_blocks(&mut self.packed, step).map_err(Error::other)?;
        }
        self.decoder.read(buffer)
    }

    fn next_frame(&mut self) -> Result<()> {
        match self.decoder.reset(&mut self.packed) {
            Ok(()) => self.open = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                std::io::copy(&mut self.packed.by_ref().take(u64::from(length)), &mut std::io::sink())?;
            }
            Err(error) => return Err(Error::other(error)),
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            if self.open {
                let read = self.go_on(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.open = false;
            }
            if self.packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.next_frame()?;
        }
    }
}
