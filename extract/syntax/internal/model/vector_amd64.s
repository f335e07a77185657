#include "textflag.h"

// func sumAVX2(acc *uint64, q, off int, arena *uint64, at *int32, n int, rows *byte, kept *int32, m int)
//
// 64 lanes at a time in Y0 to Y3: vectors of arena have 8q bytes, rows 4q.
TEXT ·sumAVX2(SB), NOSPLIT, $0-72
	MOVQ acc+0(FP), DI
	MOVQ q+8(FP), AX
	MOVQ arena+24(FP), SI
	MOVQ at+32(FP), R8
	MOVQ n+40(FP), R9
	MOVQ rows+48(FP), R10
	MOVQ kept+56(FP), R11
	MOVQ m+64(FP), R12
	LEAQ (AX*8), BX
	LEAQ (AX*4), R13
	MOVQ off+16(FP), DX
	MOVQ DX, X8
	VPBROADCASTW X8, Y8
	VPCMPEQW Y7, Y7, Y7
	VPSRLW $8, Y7, Y7 // 0x00FF in each lane

strip:
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	XORQ CX, CX
	JMP moreSums

sums:
	MOVLQSX (R8)(CX*4), DX
	IMULQ BX, DX
	ADDQ SI, DX
	VPADDW (DX), Y0, Y0
	VPADDW 32(DX), Y1, Y1
	VPADDW 64(DX), Y2, Y2
	VPADDW 96(DX), Y3, Y3
	INCQ CX

moreSums:
	CMPQ CX, R9
	JLT sums
	XORQ CX, CX
	JMP moreRows

rows:
	MOVLQSX (R11)(CX*4), DX
	IMULQ R13, DX
	ADDQ R10, DX
	VMOVDQU (DX), Y4
	VMOVDQU 32(DX), Y5
	VPAND Y7, Y4, Y6
	VPADDW Y6, Y0, Y0
	VPSRLW $8, Y4, Y4
	VPADDW Y4, Y1, Y1
	VPAND Y7, Y5, Y6
	VPADDW Y6, Y2, Y2
	VPSRLW $8, Y5, Y5
	VPADDW Y5, Y3, Y3
	INCQ CX

moreRows:
	CMPQ CX, R12
	JLT rows

	// Saturating: what would fall below 0 becomes 0.
	VPSUBUSW Y8, Y0, Y0
	VPSUBUSW Y8, Y1, Y1
	VPSUBUSW Y8, Y2, Y2
	VPSUBUSW Y8, Y3, Y3
	VMOVDQU Y0, (DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	ADDQ $128, DI
	ADDQ $128, SI
	ADDQ $64, R10
	SUBQ $16, AX
	JGT strip
	VZEROUPPER
	RET

// func dotAVX2(scores *int32, fours *int16, hid *uint64, q int, bias *int32, groups int)
//
// Four classes at a time: their sums of products in Y0 to Y3, 16 lanes a step.
TEXT ·dotAVX2(SB), NOSPLIT, $0-48
	MOVQ scores+0(FP), DI
	MOVQ fours+8(FP), SI
	MOVQ hid+16(FP), R8
	MOVQ q+24(FP), R9
	MOVQ bias+32(FP), R10
	MOVQ groups+40(FP), R11

group:
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	XORQ CX, CX

step:
	VMOVDQU (R8)(CX*8), Y4
	VPMADDWD (SI), Y4, Y5
	VPADDD Y5, Y0, Y0
	VPMADDWD 32(SI), Y4, Y6
	VPADDD Y6, Y1, Y1
	VPMADDWD 64(SI), Y4, Y7
	VPADDD Y7, Y2, Y2
	VPMADDWD 96(SI), Y4, Y8
	VPADDD Y8, Y3, Y3
	ADDQ $128, SI
	ADDQ $4, CX
	CMPQ CX, R9
	JLT step

	VPHADDD Y1, Y0, Y0
	VPHADDD Y3, Y2, Y2
	VPHADDD Y2, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD X1, X0, X0
	VPADDD (R10), X0, X0
	VMOVDQU X0, (DI)
	ADDQ $16, DI
	ADDQ $16, R10
	DECQ R11
	JGT group
	VZEROUPPER
	RET
