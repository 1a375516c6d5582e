//go:build amd64 && !noasm && !gccgo && !safe

package num

// Tiles of AVX2 are up to 6 rows by 2 vectors, those of AVX-512 up to 12 by 2: what 16 and 32
// vectors hold. Squares are transposed in 256 bits for both.

var avx2Tiling32 = tiling[float32]{
	width: 16, pack: packAsm32, packTurned: packTurnedAsm32,
	tiles: [][3]tile[float32]{
		1: {tile1Full32, tile1Wide32, tile1Narrow32},
		2: {tile2Full32, tile2Wide32, tile2Narrow32},
		3: {tile3Full32, tile3Wide32, tile3Narrow32},
		4: {tile4Full32, tile4Wide32, tile4Narrow32},
		5: {tile5Full32, tile5Wide32, tile5Narrow32},
		6: {tile6Full32, tile6Wide32, tile6Narrow32},
	},
}

var avx512Tiling32 = tiling[float32]{
	width: 32, pack: packWideAsm32, packTurned: packTurnedAsm32,
	tiles: [][3]tile[float32]{
		1:  {tall1Wide32, tall1Wide32, tall1Narrow32},
		2:  {tall2Wide32, tall2Wide32, tall2Narrow32},
		3:  {tall3Wide32, tall3Wide32, tall3Narrow32},
		4:  {tall4Wide32, tall4Wide32, tall4Narrow32},
		5:  {tall5Wide32, tall5Wide32, tall5Narrow32},
		6:  {tall6Wide32, tall6Wide32, tall6Narrow32},
		7:  {tall7Wide32, tall7Wide32, tall7Narrow32},
		8:  {tall8Wide32, tall8Wide32, tall8Narrow32},
		9:  {tall9Wide32, tall9Wide32, tall9Narrow32},
		10: {tall10Wide32, tall10Wide32, tall10Narrow32},
		11: {tall11Wide32, tall11Wide32, tall11Narrow32},
		12: {tall12Wide32, tall12Wide32, tall12Narrow32},
	},
}

var avx2Tiling64 = tiling[float64]{
	width: 8, pack: packAsm64, packTurned: packTurnedAsm64,
	tiles: [][3]tile[float64]{
		1: {tile1Full64, tile1Wide64, tile1Narrow64},
		2: {tile2Full64, tile2Wide64, tile2Narrow64},
		3: {tile3Full64, tile3Wide64, tile3Narrow64},
		4: {tile4Full64, tile4Wide64, tile4Narrow64},
		5: {tile5Full64, tile5Wide64, tile5Narrow64},
		6: {tile6Full64, tile6Wide64, tile6Narrow64},
	},
}

var avx512Tiling64 = tiling[float64]{
	width: 16, pack: packWideAsm64, packTurned: packTurnedAsm64,
	tiles: [][3]tile[float64]{
		1:  {tall1Wide64, tall1Wide64, tall1Narrow64},
		2:  {tall2Wide64, tall2Wide64, tall2Narrow64},
		3:  {tall3Wide64, tall3Wide64, tall3Narrow64},
		4:  {tall4Wide64, tall4Wide64, tall4Narrow64},
		5:  {tall5Wide64, tall5Wide64, tall5Narrow64},
		6:  {tall6Wide64, tall6Wide64, tall6Narrow64},
		7:  {tall7Wide64, tall7Wide64, tall7Narrow64},
		8:  {tall8Wide64, tall8Wide64, tall8Narrow64},
		9:  {tall9Wide64, tall9Wide64, tall9Narrow64},
		10: {tall10Wide64, tall10Wide64, tall10Narrow64},
		11: {tall11Wide64, tall11Wide64, tall11Narrow64},
		12: {tall12Wide64, tall12Wide64, tall12Narrow64},
	},
}
