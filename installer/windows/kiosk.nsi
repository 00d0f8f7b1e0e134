; The installer for Windows 11:
;   makensis -DVERSION=1.2.0 -DSOURCE=…\dist\kiosk -DMANUALS=…\out\manuals -DOUT=…\kiosk-setup.exe kiosk.nsi
;
; By hand, or unattended and silent:
;   kiosk-setup.exe /S /CENTRAL=https://central.example /MODE=counter /LOCKED="central mode" /USER=kiosk /SESSION=1
;   kiosk-setup.exe /S /SETTINGS=D:\kiosk.toml /USER=kiosk
; Settings are written once; an upgrade keeps them, and goes back where the new version would not start (exit code 3).
; Uninstalled, settings and data stay; with /PURGE settings go and data are set aside under another name.

Unicode true
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"
!insertmacro GetParameters
!insertmacro GetOptions

!ifndef VERSION | SOURCE | MANUALS | OUT
  !error "VERSION, SOURCE, MANUALS and OUT are needed"
!endif
!define NAME "合作社服務櫃台"
!define FOLDER "cooperative-kiosk"
!define PROGRAM "kiosk.exe"
!define UNINSTALLER "uninstall.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CooperativeKiosk"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define RUN_VALUE "CooperativeKiosk"

Name "${NAME}"
OutFile "${OUT}"
Icon "kiosk.ico"
UninstallIcon "kiosk.ico"
InstallDir "$PROGRAMFILES64\CooperativeKiosk"
RequestExecutionLevel admin
ShowInstDetails show
SetCompressor /SOLID lzma
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

LicenseData "../../LICENSE"
Page license
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Var Parameters
Var User

!macro Option NAME VARIABLE
  ClearErrors
  ${GetOptions} $Parameters "/${NAME}=" ${VARIABLE}
  ${If} ${Errors}
    StrCpy ${VARIABLE} ""
  ${EndIf}
!macroend

!macro Begin
  SetRegView 64
  SetShellVarContext all  ; $APPDATA is C:\ProgramData, the Start menu everybody's
  ${GetParameters} $Parameters
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "需要 64 位元的 Windows 11。 It needs a 64-bit Windows 11." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro Begin
FunctionEnd

Function un.onInit
  !insertmacro Begin
FunctionEnd

; An open counter is asked to close, as by its window's own button; what was begun is kept as a draft.
!macro CloseCounter UN
Function ${UN}CloseCounter
  nsExec::ExecToLog '"$SYSDIR\taskkill.exe" /IM ${PROGRAM}'
  Pop $0
  ${For} $1 1 20
    FileOpen $2 "$INSTDIR\${PROGRAM}" a  ; it can be written to once nobody runs it
    ${If} $2 != ""
      FileClose $2
      Return
    ${EndIf}
    ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
      Return
    ${EndIf}
    Sleep 500
  ${Next}
  MessageBox MB_ICONSTOP "請先關閉櫃台程式。 Close the counter first." /SD IDOK
  SetErrorLevel 4
  Quit
FunctionEnd
!macroend
!insertmacro CloseCounter ""
!insertmacro CloseCounter "un."

Function WriteSettings
  ${If} ${FileExists} "$APPDATA\${FOLDER}\kiosk.toml"
    Return
  ${EndIf}
  !insertmacro Option "SETTINGS" $0
  ${If} $0 != ""
    CopyFiles /SILENT "$0" "$APPDATA\${FOLDER}\kiosk.toml"
    ${IfNot} ${FileExists} "$APPDATA\${FOLDER}\kiosk.toml"
      SetErrorLevel 5
      Abort "找不到設定檔。 The settings could not be read: $0"
    ${EndIf}
    Return
  ${EndIf}
  FileOpen $1 "$APPDATA\${FOLDER}\kiosk.toml.new" w
  FileWrite $1 "# Settings of this counter; see kiosk.toml in the program's folder.$\r$\n"
  !insertmacro Option "CENTRAL" $0
  ${If} $0 != ""
    FileWrite $1 'central = "$0"$\r$\n'
  ${EndIf}
  ${If} $User != ""
    FileWrite $1 "data = '$APPDATA\${FOLDER}\counter'$\r$\n"
  ${EndIf}
  !insertmacro Option "MODE" $0
  ${If} $0 == ""
    StrCpy $0 "counter"
  ${EndIf}
  FileWrite $1 'mode = "$0"$\r$\n'
  !insertmacro Option "LOCKED" $0
  ${If} $0 != ""
    FileWrite $1 "locked = ["
    ${Do}
      StrCpy $2 ""
      StrCpy $3 0
      StrLen $4 $0
      ${DoWhile} $3 < $4
        StrCpy $5 $0 1 $3
        ${If} $5 == " "
          ${Break}
        ${EndIf}
        StrCpy $2 "$2$5"
        IntOp $3 $3 + 1
      ${Loop}
      ${If} $2 != ""
        FileWrite $1 '"$2", '
      ${EndIf}
      IntOp $3 $3 + 1
      StrCpy $0 $0 "" $3
    ${LoopUntil} $0 == ""
    FileWrite $1 "]$\r$\n"
  ${EndIf}
  FileClose $1
  Rename "$APPDATA\${FOLDER}\kiosk.toml.new" "$APPDATA\${FOLDER}\kiosk.toml"
FunctionEnd

; Settings: read by everybody, written by administrators. Data: of the counter's own account, and of nobody else who
; is no administrator.
Function SetRights
  nsExec::ExecToLog '"$SYSDIR\icacls.exe" "$APPDATA\${FOLDER}" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(RX)'
  Pop $0
  ${If} $0 != 0
    SetErrorLevel 6
    Abort "無法設定權限。 The rights could not be set: $APPDATA\${FOLDER}"
  ${EndIf}
  nsExec::ExecToLog '"$SYSDIR\icacls.exe" "$APPDATA\${FOLDER}\kiosk.toml" /grant:r *S-1-5-32-545:R'
  Pop $0
  ${If} $User != ""
    CreateDirectory "$APPDATA\${FOLDER}\counter"
    nsExec::ExecToLog '"$SYSDIR\icacls.exe" "$APPDATA\${FOLDER}\counter" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F "$User:(OI)(CI)M"'
    Pop $0
    ${If} $0 != 0
      SetErrorLevel 6
      Abort "無法設定權限：沒有這個帳號？ The rights could not be set: is there no such account? $User"
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "kiosk"
  !insertmacro Option "USER" $User
  Call CloseCounter
  ; The version before stays beside the new one until that has said that it would start.
  RMDir /r "$INSTDIR.previous"
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    Rename "$INSTDIR" "$INSTDIR.previous"
    ${If} ${Errors}
      SetErrorLevel 4
      Abort "舊版仍在使用中。 The version before is still in use."
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  File "kiosk.ico"
  File "../kiosk/kiosk.toml"
  File "../../LICENSE"
  File "../../docs/failures.md"
  SetOutPath "$INSTDIR\manual"
  File /r /x ".doctrees" "${MANUALS}/*"
  SetOutPath "$INSTDIR"
  nsExec::ExecToLog '"$INSTDIR\${PROGRAM}" doctor start-check --no-data'
  Pop $0
  ${If} $0 != 0
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR"
    ${If} ${FileExists} "$INSTDIR.previous\${PROGRAM}"
      Rename "$INSTDIR.previous" "$INSTDIR"
    ${EndIf}
    SetErrorLevel 3
    Abort "新版無法啟動，已還原。 This version would not start here; the one before is back."
  ${EndIf}
  RMDir /r "$INSTDIR.previous"

  CreateDirectory "$APPDATA\${FOLDER}"
  Call WriteSettings
  Call SetRights
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "run" "$INSTDIR\kiosk.ico"
  CreateShortCut "$SMPROGRAMS\${NAME}手冊.lnk" "$INSTDIR\manual\zh\index.html"
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "run" "$INSTDIR\kiosk.ico"
  !insertmacro Option "SESSION" $0
  ${If} $0 == "1"
    WriteRegStr HKLM "${RUN_KEY}" "${RUN_VALUE}" '"$INSTDIR\${PROGRAM}" run'
  ${EndIf}

  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\kiosk.ico"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
SectionEnd

Section "Uninstall"
  Call un.CloseCounter
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}手冊.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegValue HKLM "${RUN_KEY}" "${RUN_VALUE}"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR"
  ClearErrors
  ${GetOptions} $Parameters "/PURGE" $0
  ${IfNot} ${Errors}
    Delete "$APPDATA\${FOLDER}\kiosk.toml"
    ${If} ${FileExists} "$APPDATA\${FOLDER}\counter\kiosk\kiosk.db"
      ; Commands may still wait in it: set aside, never deleted.
      ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
      Rename "$APPDATA\${FOLDER}\counter" "$APPDATA\${FOLDER}\counter-$2$1$0-$4$5$6"
    ${Else}
      RMDir /r "$APPDATA\${FOLDER}\counter"
      RMDir "$APPDATA\${FOLDER}"
    ${EndIf}
  ${EndIf}
SectionEnd
